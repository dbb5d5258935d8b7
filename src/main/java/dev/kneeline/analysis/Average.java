package dev.kneeline.analysis;

import dev.kneeline.metric.Intervals;
import dev.kneeline.metric.Moments;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// One metric over the repetitions of a configuration.
///
/// @param deviation over the runs (divisor n - 1); NaN for a single run, which has none
/// @param runs at least 1
/// @param reliable whether every run's own sample could carry the figure
public record Average(double mean, double deviation, int runs, boolean reliable) {

  /// The level of every interval that is shown.
  public static final double LEVEL = 0.95;

  /// The average of some runs' values.
  ///
  /// @param values at least one
  public static Average of(double[] values, boolean reliable) {
    return new Average(
        Moments.mean(values), Moments.sampleDeviation(values), values.length, reliable);
  }

  /// Half the width of Student's 95 % interval of the mean, t * deviation / sqrt(runs); empty for a
  /// single run. Of 10, 12, 14 it is 4.968.
  public OptionalDouble halfWidth() {
    if (runs < 2) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Student.quantile(runs - 1) * deviation / Math.sqrt(runs));
  }

  /// The interval's lower end, or the mean itself where there is none.
  public double low() {
    return mean - halfWidth().orElse(0);
  }

  /// The interval's upper end, or the mean itself where there is none.
  public double high() {
    return mean + halfWidth().orElse(0);
  }

  /// Student's quantiles for 1 to 63 degrees of freedom: a table of a hundred thousand rows asks
  /// for a million of them, and each costs microseconds. Made when the first interval is asked for,
  /// since a frontier needs none.
  private static final class Student {

    private static final double[] QUANTILES =
        IntStream.range(0, 64)
            .mapToDouble(degrees -> degrees == 0 ? Double.NaN : computed(degrees))
            .toArray();

    private Student() {}

    static double quantile(int degrees) {
      return degrees < QUANTILES.length ? QUANTILES[degrees] : computed(degrees);
    }

    private static double computed(int degrees) {
      return Intervals.studentQuantile(degrees, 0.5 + LEVEL / 2);
    }
  }
}
