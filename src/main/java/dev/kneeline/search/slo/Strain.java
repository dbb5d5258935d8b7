package dev.kneeline.search.slo;

import dev.kneeline.metric.Slo;
import java.util.OptionalDouble;

/// How far one limit is used up, free of units: the logarithm of how many times too bad the figure
/// is.
///
/// 400 against `<= 200` strains by ln 2 = 0.69, and so does 50 against `>= 100`; 100 against `<=
/// 200` by -0.69. Above 0 the limit is broken.
///
/// @param slo the limit
/// @param actual the figure; empty where there is none, because the requests failed
/// @param log between -4 and 4: what is fifty times too bad is simply bad
record Strain(Slo slo, OptionalDouble actual, double log) {

  static final double MOST = 4;

  static Strain of(Slo slo, double actual) {
    return new Strain(slo, OptionalDouble.of(actual), log(slo, actual));
  }

  static Strain worst(Slo slo) {
    return new Strain(slo, OptionalDouble.empty(), MOST);
  }

  /// The figure's distance from its limit as a share of that, above 0 where it is broken.
  double margin() {
    return actual.isPresent() ? slo.excess(actual.getAsDouble()) : Double.POSITIVE_INFINITY;
  }

  private static double log(Slo slo, double actual) {
    double log =
        slo.limit() > 0
            ? upward(slo) * Math.log(Math.max(actual, 0) / slo.limit())
            : offset(slo.excess(actual));
    double clamped = Math.clamp(log, -MOST, MOST);
    return slo.holds(actual) ? Math.min(clamped, 0) : Math.max(clamped, Double.MIN_VALUE);
  }

  private static double offset(double excess) {
    return Math.signum(excess) * Math.log1p(Math.abs(excess));
  }

  private static int upward(Slo slo) {
    return switch (slo.comparison()) {
      case AT_MOST, BELOW -> 1;
      case AT_LEAST, ABOVE -> -1;
    };
  }
}
