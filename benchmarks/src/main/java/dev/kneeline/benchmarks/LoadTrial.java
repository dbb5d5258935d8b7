package dev.kneeline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One load on one simulated server with a metronome, each a process of its own on a core of its own.
final class LoadTrial implements AutoCloseable {

  private static final long SECONDS = 120;

  private final List<String> prefix;
  private final Path folder = Files.createTempDirectory("kneeline-load-bars");
  private final Path log = folder.resolve("writes.bin");
  private final Process server;
  private final int port;
  private long startedNanos;
  private long peakKilobytes;
  private long compilerTicks;
  private String javaOptions = "";

  /// @param prefix words before each command, such as `chrt -r 1`
  /// @param fixed of the server: time to first token, gap, tokens
  LoadTrial(List<String> prefix, String fixed) throws IOException {
    this(prefix, List.of(), fixed);
  }

  /// @param other a server in place of the simulated one, that tells its port as that one does
  LoadTrial(List<String> prefix, List<String> other, String fixed) throws IOException {
    this.prefix = prefix;
    List<String> command = pinned(0);
    if (other.isEmpty()) {
      command.addAll(List.of("../kneeline", "sim", "--engine", "plain", "--port", "0"));
      command.addAll(List.of("--served-model-name", "m"));
      command.addAll(List.of("--fixed", fixed, "--log-writes", log.toString()));
    } else {
      command.addAll(other);
    }
    server = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line = server.inputReader().readLine();
    if (line == null) {
      throw new IOException("the server did not start");
    }
    port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
  }

  int port() {
    return port;
  }

  /// The client's command line begins so: its core, then the words given.
  List<String> pinned(int core) {
    List<String> command = new ArrayList<>();
    if (Runtime.getRuntime().availableProcessors() > 1) {
      command.addAll(List.of("taskset", "-c", "" + core));
    }
    command.addAll(prefix);
    return command;
  }

  /// Further words for the client's JVM.
  LoadTrial with(String words) {
    javaOptions = words;
    return this;
  }

  Path samples() {
    return folder.resolve("load.samples");
  }

  /// Runs the load generator and gives its result.
  ///
  /// @param options of `bench serve`
  JsonNode load(String... options) throws IOException, InterruptedException {
    List<String> command = pinned(1);
    command.addAll(List.of("../kneeline", "bench", "serve", "--port=" + port, "--model=m"));
    command.addAll(List.of("--random-input-len=8", "--prompt-token-ids=true"));
    command.addAll(List.of("--server-metrics=false", "--samples-file=" + samples()));
    command.addAll(List.of("--save-result", "--result-dir=" + folder, "--result-filename=r.json"));
    command.addAll(List.of(options));
    Path result = folder.resolve("r.json");
    Files.deleteIfExists(result);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("said.txt").toFile());
    builder.environment().put("KNEELINE_JAVA_OPTIONS", javaOptions);
    startedNanos = System.nanoTime();
    Process client = builder.start();
    peakKilobytes = 0;
    long deadline = startedNanos + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!client.waitFor(50, TimeUnit.MILLISECONDS)) {
      peakKilobytes = Math.max(peakKilobytes, peak(client.pid()));
      compilerTicks = Math.max(compilerTicks, compilerTicks(client.pid()));
      if (System.nanoTime() > deadline) {
        client.destroyForcibly();
      }
    }
    if (!Files.exists(result)) {
      throw new IOException("the client failed: " + Files.readString(folder.resolve("said.txt")));
    }
    return JsonMapper.shared().readTree(Files.readString(result));
  }

  /// A peer's command, what it printed as one line; empty where it cannot be run.
  Optional<String> peer(List<String> words) throws IOException, InterruptedException {
    List<String> command = pinned(1);
    command.addAll(words);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  /// Most memory that the client had, in MB.
  double peakMegabytes() {
    return peakKilobytes / 1024.0;
  }

  /// Processor seconds of the client's compiler threads.
  double compilerSeconds() {
    return compilerTicks / 100.0;
  }

  /// When the client's command was started.
  long startedNanos() {
    return startedNanos;
  }

  /// Ends the server and reads what it wrote.
  ///
  /// @param measured how many requests the load had, its warm-up left out
  WriteTruth truth(long measured) throws IOException, InterruptedException {
    server.destroy();
    server.waitFor();
    return WriteTruth.read(log, measured);
  }

  private static long peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", "" + pid, "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }

  /// User and system time of the threads that compile, in hundredths of a second.
  private static long compilerTicks(long pid) {
    long ticks = 0;
    try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + pid, "task"))) {
      for (Path task : tasks.toList()) {
        String stat = Files.readString(task.resolve("stat"));
        if (stat.contains("CompilerThre")) {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
          ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
      }
    } catch (IOException ended) {
      return ticks;
    }
    return ticks;
  }

  @Override
  public void close() throws IOException {
    server.destroy();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
