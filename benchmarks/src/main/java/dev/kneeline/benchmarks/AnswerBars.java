package dev.kneeline.benchmarks;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Metric;
import dev.kneeline.metric.Metrics;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.ImportBatch;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.Origin;
import dev.kneeline.store.RunRecord;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// How long the verbs that answer take on a study of 100,000 runs, and how much memory, with the
/// launcher: the bars are `show` under 3 s, `report` under 10 s, each under 1 GB.
///
/// Arguments: the folder of the study, which is made if it is not there (a minute or two), and the
/// number of points, each of which has five runs. The first call reads every run and leaves the
/// index behind; of the others the best of three is told.
public final class AnswerBars {

  private static final int REPETITIONS = 5;
  private static final int ROUNDS = 3;

  private AnswerBars() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of("..").toRealPath();
    Path study = Path.of(arguments.length > 0 ? arguments[0] : "target/hundred-thousand");
    int points = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
    if (!Files.exists(study.resolve("format.json"))) {
      long started = System.nanoTime();
      make(study, points);
      System.out.printf(
          "%-44s %.1f s%n",
          "making %d runs".formatted(points * REPETITIONS), (System.nanoTime() - started) / 1e9);
    }
    String kneeline = home.resolve("kneeline").toString();
    String folder = study.toAbsolutePath().toString();
    List<String> goal = List.of("--objective", "max output_throughput");
    Files.deleteIfExists(study.resolve("index.bin"));
    row("show, without an index", 1, kneeline, "show", folder, goal);
    row("show", ROUNDS, kneeline, "show", folder, goal);
    row("show --where", ROUNDS, kneeline, "show", folder, List.of("--where", "tp == 4"));
    row("show --effects", ROUNDS, kneeline, "show", folder, concat(goal, "--effects"));
    row("show --format json", ROUNDS, kneeline, "show", folder, concat(goal, "--format", "json"));
    row("status", ROUNDS, kneeline, "status", folder, List.of());
    row("pareto", ROUNDS, kneeline, "pareto", folder, List.of());
    row("report", ROUNDS, kneeline, "report", folder, goal);
    row("compare with itself", 1, kneeline, "compare", folder, List.of(folder));
  }

  private static List<String> concat(List<String> one, String... other) {
    List<String> all = new java.util.ArrayList<>(one);
    all.addAll(List.of(other));
    return all;
  }

  private static void row(
      String what, int rounds, String program, String verb, String folder, List<String> more)
      throws IOException, InterruptedException {
    double best = Double.POSITIVE_INFINITY;
    long peak = 0;
    for (int round = 0; round < rounds; round++) {
      List<String> command = new java.util.ArrayList<>(List.of(program, verb, folder));
      command.addAll(more);
      long started = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      while (process.isAlive()) {
        peak = Math.max(peak, peakKib(process.toHandle()));
        Thread.sleep(5);
      }
      if (process.exitValue() != 0) {
        System.out.printf("%-44s failed with exit code %d%n", what, process.exitValue());
        return;
      }
      best = Math.min(best, (System.nanoTime() - started) / 1e9);
    }
    System.out.printf("%-44s %.2f s  %d MB%n", what, best, peak >> 10);
  }

  /// The largest resident size so far of the process or one below it.
  private static long peakKib(ProcessHandle process) {
    long own = highWater(process.pid());
    return Math.max(own, process.children().mapToLong(AnswerBars::peakKib).max().orElse(0));
  }

  private static long highWater(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }

  private static void make(Path folder, int points) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(1);
    try (StudyFolder study = StudyFolder.open(folder, OpenMode.CONTROL);
        ImportBatch batch = study.importing()) {
      for (int number = 0; number < points; number++) {
        Point point = point(number);
        for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
          batch.add(
              point,
              repetition,
              RunRecord.of(
                  figures(number, random),
                  new Verdict("OK", List.of()),
                  new Origin(false, "vllm", "0.11.0"),
                  new Run.Cost(60, 0, 4),
                  ""),
              new ImportBatch.Original(
                  Path.of("/nowhere", number + ".json"), "%064x".formatted(number), 1000, false));
        }
      }
    }
  }

  /// Five parameters of some levels each.
  private static Point point(int number) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    int left = number;
    values.put("server.tp", Value.of(1L << left % 4));
    left /= 4;
    values.put("server.max-num-seqs", Value.of(32L + 32 * (left % 10)));
    left /= 10;
    values.put("server.dtype", Value.of(left % 2 == 0 ? "bf16" : "fp8"));
    left /= 2;
    values.put("load.max-concurrency", Value.of(1L + left % 25));
    left /= 25;
    values.put("load.random-input-len", Value.of(128L + left));
    return new Point(values);
  }

  /// Every figure of the table, some of them plausible.
  private static Figures figures(int number, SplittableRandom random) {
    SequencedMap<String, Figure> figures = new LinkedHashMap<>();
    double speed = 100 + number % 997 + 5 * random.nextGaussian();
    for (Metric metric : Metrics.all()) {
      figures.put(metric.key(), Figure.of(speed * (1 + 0.01 * random.nextDouble())));
    }
    return new Figures(figures);
  }
}
