package dev.kneeline.analysis;

import java.util.OptionalDouble;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/// Whether two samples come from one distribution, by ranks (Mann and Whitney 1947), two-sided.
final class MannWhitney {

  /// With three values a side the smallest probability is 2 / 20, so nothing could be significant.
  private static final int FEWEST = 4;

  private MannWhitney() {}

  /// The probability of ranks at least as far apart; exact where no two values are equal. Of five
  /// and five values that are fully apart it is 2 / 252 = 0.0079.
  ///
  /// @return empty where a side has fewer than four values
  static OptionalDouble probability(double[] one, double[] other) {
    return one.length < FEWEST || other.length < FEWEST
        ? OptionalDouble.empty()
        : OptionalDouble.of(MannWhitneyUTest.withDefaults().test(one, other).getPValue());
  }
}
