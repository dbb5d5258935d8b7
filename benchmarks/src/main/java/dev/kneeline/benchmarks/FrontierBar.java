package dev.kneeline.benchmarks;

import dev.kneeline.analysis.Frontier;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Figures;
import dev.kneeline.report.ParetoChart;
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

/// How long the frontier and the knee of 10,000 configurations of three runs each take, means and
/// all, in a process that has just loaded the classes and in one that has done it before: the bar is
/// 100 ms.
///
/// Beside it the frontier by its definition, each configuration held against every other.
public final class FrontierBar {

  private static final String X = "interactivity";
  private static final String Y = "total_tokens_per_gpu";
  private static final int CONFIGURATIONS = 10_000;
  private static final int RUNS = 3;
  private static final int ROUNDS = 9;

  private FrontierBar() {}

  public static void main(String[] arguments) {
    List<Row> rows = rows(new SplittableRandom(1));
    long start = System.nanoTime();
    ParetoChart.frontier(rows.subList(0, 10), X, Y);
    double loading = (System.nanoTime() - start) / 1e6;
    double first = Double.NaN;
    double best = Double.MAX_VALUE;
    int onFrontier = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      Frontier<Row> frontier = ParetoChart.frontier(rows, X, Y);
      boolean knee = frontier.knee().isPresent();
      double millis = (System.nanoTime() - begin) / 1e6;
      first = round == 0 ? millis : first;
      best = Math.min(best, millis);
      onFrontier = frontier.points().size();
      if (!knee) {
        throw new IllegalStateException("this cloud has a knee");
      }
    }
    long begin = System.nanoTime();
    int byDefinition = unbeaten(rows);
    double slow = (System.nanoTime() - begin) / 1e6;
    System.out.printf(
        "%d configurations, %d on the frontier: %.1f ms at first, best of %d %.1f ms (bar 100 ms);"
            + " loading the classes before that: %.0f ms%n",
        CONFIGURATIONS, onFrontier, first, ROUNDS, best, loading);
    System.out.printf("by definition %d, in %.0f ms%n", byDefinition, slow);
    if (byDefinition != onFrontier || best > 100) {
      throw new IllegalStateException("the bar is missed, or the frontier is wrong");
    }
  }

  /// A quarter of a disc: the frontier is its rim.
  private static List<Row> rows(SplittableRandom random) {
    List<Row> rows = new ArrayList<>();
    for (int number = 0; number < CONFIGURATIONS; number++) {
      SequencedMap<String, Value> values = new LinkedHashMap<>();
      values.put("server.number", Value.of(number));
      double angle = random.nextDouble() * Math.PI / 2;
      double radius = 100 * Math.sqrt(random.nextDouble());
      List<Run> runs = new ArrayList<>();
      for (int repetition = 1; repetition <= RUNS; repetition++) {
        double noise = 1 + 0.01 * random.nextGaussian();
        Figures figures =
            Figures.of(
                Map.of(X, radius * Math.cos(angle) * noise, Y, radius * Math.sin(angle) * noise));
        runs.add(
            new Run(
                repetition, "f", Verdict.of("OK"), false, "runs", figures, new Run.Cost(1, 0, 1)));
      }
      rows.add(Row.of(new Trial(new Point(values), new TrialState.Completed(runs))));
    }
    return rows;
  }

  /// How many configurations no other one beats.
  private static int unbeaten(List<Row> rows) {
    double[] xs = means(rows, X);
    double[] ys = means(rows, Y);
    int count = 0;
    for (int i = 0; i < xs.length; i++) {
      boolean beaten = false;
      for (int j = 0; j < xs.length && !beaten; j++) {
        beaten = xs[j] >= xs[i] && ys[j] >= ys[i] && (xs[j] > xs[i] || ys[j] > ys[i]);
      }
      count += beaten ? 0 : 1;
    }
    return count;
  }

  private static double[] means(List<Row> rows, String key) {
    return rows.stream().mapToDouble(row -> row.average(key).orElseThrow().mean()).toArray();
  }
}
