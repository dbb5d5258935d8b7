package dev.kneeline.analysis;

import dev.kneeline.metric.Figures;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import dev.kneeline.study.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// Rows made up for tests, without any server.
public final class StudyMaker {

  private StudyMaker() {}

  /// A point from names and values in turn.
  public static Point point(Object... namesAndValues) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
    }
    return new Point(values);
  }

  /// A completed row of one metric with a run for each value.
  public static Row row(Point point, String key, double... values) {
    List<Run> runs = new ArrayList<>();
    for (double value : values) {
      runs.add(run(runs.size() + 1, "OK", Map.of(key, value)));
    }
    return Row.of(new Trial(point, new TrialState.Completed(runs)));
  }

  /// A completed row of one run.
  public static Row row(Point point, Map<String, Double> figures) {
    return Row.of(new Trial(point, new TrialState.Completed(List.of(run(1, "OK", figures)))));
  }

  public static Run run(int repetition, String verdict, Map<String, Double> figures) {
    return new Run(
        repetition,
        "fingerprint",
        Verdict.of(verdict),
        false,
        "runs/" + repetition,
        Figures.of(figures),
        new Run.Cost(10, 0, 1));
  }

  /// A plausible server: throughput saturates with concurrency, its speed for one user falls, more
  /// GPUs help the second more than the first; three runs with two per cent of noise.
  public static List<Row> server(long seed, boolean simulated) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int tp : new int[] {1, 2, 4, 8}) {
      for (int concurrency = 1; concurrency <= 256; concurrency *= 2) {
        Point point =
            point(
                "server.tensor-parallel-size",
                (long) tp,
                "load.max-concurrency",
                (long) concurrency);
        List<Run> runs = new ArrayList<>();
        for (int repetition = 1; repetition <= 3; repetition++) {
          runs.add(servedRun(tp, concurrency, repetition, random, simulated));
        }
        rows.add(Row.of(new Trial(point, new TrialState.Completed(runs))));
      }
    }
    return rows;
  }

  private static Run servedRun(
      int tp, int concurrency, int repetition, SplittableRandom random, boolean simulated) {
    double noise = 1 + 0.02 * random.nextGaussian();
    double tpot = (4 + 12 / Math.pow(tp, 0.8) + concurrency * 0.25 / tp) * noise;
    double output = concurrency * 1000 / tpot;
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("completed", 200.0);
    figures.put("failed", 0.0);
    figures.put("output_throughput", output);
    figures.put("total_token_throughput", output * 9);
    figures.put("total_tokens_per_gpu", output * 9 / tp);
    figures.put("output_tokens_per_gpu", output / tp);
    figures.put("mean_tpot_ms", tpot);
    figures.put("interactivity", 1000 / tpot);
    figures.put("median_ttft_ms", (60.0 / tp + concurrency * 3.0 / tp) * noise);
    figures.put("p99_ttft_ms", (100.0 / tp + concurrency * 9.0 / tp) * noise * noise);
    return new Run(
        repetition,
        "fingerprint",
        Verdict.of("OK"),
        simulated,
        "runs/" + repetition,
        Figures.of(figures),
        new Run.Cost(20, repetition == 1 ? 30 : 0, tp));
  }

  private static Value value(Object value) {
    return switch (value) {
      case Long number -> Value.of(number);
      case Integer number -> Value.of(number.longValue());
      case Double number -> Value.of(number);
      case Boolean on -> Value.of(on);
      case Value ready -> ready;
      default -> Value.of(value.toString());
    };
  }
}
