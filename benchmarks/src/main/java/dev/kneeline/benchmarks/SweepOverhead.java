package dev.kneeline.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.kneeline.dialect.vllm.BenchSweep;
import dev.kneeline.dialect.vllm.Desk;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a sweep costs besides its loads: 100 load rows with 3 runs each on a trivial server, 10
/// requests in process (under 50 ms of our own time a run), and with a bench command that copies a
/// prepared result (under 15 ms of our processor time a run above starting a process).
public final class SweepOverhead {

  private static final int ROWS = 100;
  private static final int RUNS = 3;
  private static final int STARTS = 300;

  private SweepOverhead() {}

  /// @param arguments how many rows; 100 without any
  public static void main(String[] arguments) throws Exception {
    int rows = arguments.length == 0 ? ROWS : Integer.parseInt(arguments[0]);
    System.out.printf(
        "%d processors, Java %s, %d rows x %d runs%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version().feature(), rows, RUNS);
    Path folder = Files.createTempDirectory("sweep-overhead");
    try {
      inProcess(folder, rows);
      copied(folder, rows);
    } finally {
      delete(folder);
    }
  }

  /// Own time: from the first run's begin to the last one's commit, less the loads themselves.
  private static void inProcess(Path folder, int rows) throws Exception {
    Path study =
        sweep(
            folder,
            "inside",
            "kneeline bench serve --random-input-len 8 --random-output-len 2"
                + " --num-prompts 10",
            rows);
    List<StoredRun> runs = runs(study);
    double load =
        runs.stream().mapToDouble(run -> run.run().figures().value("duration").orElse(0)).sum();
    StoredRun first = runs.getFirst();
    Instant begin =
        first.committed().minusNanos((long) (first.run().cost().seconds() * 1e9));
    double all = Duration.between(begin, runs.getLast().committed()).toNanos() / 1e9;
    System.out.printf(
        "in process: %d runs, %.1f ms each, of which load %.1f ms, own time %.1f ms (bar 50)%n",
        runs.size(),
        all * 1000 / runs.size(),
        load * 1000 / runs.size(),
        (all - load) * 1000 / runs.size());
  }

  private static void copied(Path folder, int rows) throws Exception {
    Path prepared =
        Files.writeString(
            folder.resolve("prepared.json"),
            "{\"completed\": 10, \"failed\": 0, \"output_throughput\": 100.0, \"duration\": 1.0,"
                + " \"total_output_tokens\": 100, \"mean_ttft_ms\": 5.0, \"p99_ttft_ms\": 9.0}");
    Path script =
        Files.writeString(
            folder.resolve("copy.sh"),
            """
            #!/bin/sh
            while [ $# -gt 1 ]; do [ "$1" = --result-dir ] && out=$2; shift; done
            exec cp '%s' "$out/result.json"
            """
                .formatted(prepared));
    Files.setPosixFilePermissions(
        script, PosixFilePermissions.fromString("rwxr-xr-x"));
    double starts = starts(List.of("setsid", "cp", prepared.toString(), folder + "/copied.json"));
    long before = cpuNanos();
    Path study = sweep(folder, "outside", script.toString(), rows);
    double used = (cpuNanos() - before) / 1e6;
    int runs = runs(study).size();
    System.out.printf(
        "command: %d runs, %.1f ms of our CPU each, a bare start %.1f ms, above it %.1f ms (bar 15)%n",
        runs, used / runs, starts, used / runs - starts);
  }

  /// Our CPU for starting a process and waiting for it, in ms.
  private static double starts(List<String> words) throws Exception {
    long before = cpuNanos();
    for (int start = 0; start < STARTS; start++) {
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.redirectOutput(new File("/dev/null"));
      builder.start().waitFor();
    }
    return (cpuNanos() - before) / 1e6 / STARTS;
  }

  private static Path sweep(Path folder, String name, String bench, int rows) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path file =
        Files.writeString(
            folder.resolve("rows.json"),
            IntStream.rangeClosed(1, rows)
                .mapToObj("{\"max_concurrency\": %d}"::formatted)
                .collect(Collectors.joining(",\n", "[", "]")));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String server =
        "'%s' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -cp '%s' dev.kneeline.cli.Main sim"
                .formatted(java, System.getProperty("java.class.path"))
            + " --port %d --fixed 0.1,0.1".formatted(port);
    List<String> words =
        new ArrayList<>(
            List.of(
                "--serve-cmd", server, "--bench-cmd", bench, "--bench-params", file.toString(),
                "--num-runs", Integer.toString(RUNS), "-o", folder.toString(), "-e", name));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    PrintWriter err = new PrintWriter(System.err, true);
    int code =
        BenchSweep.command("serve", new Desk(nowhere, err, stop -> () -> {}))
            .execute(words.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("the sweep ended with code " + code);
    }
    return folder.resolve(name).resolve(".kneeline");
  }

  private static List<StoredRun> runs(Path folder) {
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.READ)) {
      return study.records().runs();
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
