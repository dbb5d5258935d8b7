package dev.kneeline.analysis;

import dev.kneeline.metric.Direction;
import dev.kneeline.metric.Metric;
import dev.kneeline.metric.Metrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// A difference with its test's own probability, before that is corrected for the number of tests.
record Tested(Difference difference, OptionalDouble p) {

  private static final double SIGNIFICANT = 0.05;

  /// The differences with corrected probabilities and verdicts, in their order.
  ///
  /// Holm's correction (1979): the smallest of m probabilities is multiplied by m, the next by m -
  /// 1, and so on, and none falls below the one before. It holds however the tests hang together.
  static List<Difference> concluded(List<Tested> tests) {
    List<Integer> rising =
        IntStream.range(0, tests.size())
            .boxed()
            .filter(i -> tests.get(i).p().isPresent())
            .sorted(Comparator.comparingDouble(i -> tests.get(i).p().getAsDouble()))
            .toList();
    List<Difference> concluded = new ArrayList<>(tests.stream().map(Tested::difference).toList());
    double least = 0;
    int left = rising.size();
    for (int i : rising) {
      least = Math.max(least, Math.min(1, tests.get(i).p().getAsDouble() * left));
      left--;
      concluded.set(i, concluded(tests.get(i).difference(), least));
    }
    return concluded;
  }

  private static Difference concluded(Difference difference, double p) {
    return new Difference(
        difference.key(),
        difference.at(),
        difference.before(),
        difference.after(),
        difference.interval(),
        OptionalDouble.of(p),
        difference.smallest(),
        p < SIGNIFICANT ? side(difference) : Difference.Verdict.NOT_FOUND);
  }

  private static Difference.Verdict side(Difference difference) {
    Direction better =
        Metrics.find(difference.key()).map(Metric::direction).orElse(Direction.NEITHER);
    boolean rose = difference.after() > difference.before();
    return switch (better) {
      case HIGHER -> rose ? Difference.Verdict.BETTER : Difference.Verdict.WORSE;
      case LOWER -> rose ? Difference.Verdict.WORSE : Difference.Verdict.BETTER;
      case NEITHER -> Difference.Verdict.CHANGED;
    };
  }
}
