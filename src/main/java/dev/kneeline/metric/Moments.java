package dev.kneeline.metric;

import java.util.Arrays;

/// Mean and deviation of plain numbers.
public final class Moments {

  private Moments() {}

  /// The arithmetic mean; NaN of no values.
  public static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /// Deviation of a whole population (divisor n), as numpy's `std`: of 2, 4, 4, 6 it is 1.414.
  public static double populationDeviation(double[] values) {
    return Math.sqrt(squares(values) / values.length);
  }

  /// Deviation estimated from a sample (divisor n - 1), for spreads over repetitions: of 2, 4, 4, 6
  /// it is 1.633. NaN of fewer than two values.
  public static double sampleDeviation(double[] values) {
    return values.length < 2 ? Double.NaN : Math.sqrt(squares(values) / (values.length - 1));
  }

  private static double squares(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  }
}
