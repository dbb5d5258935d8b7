package dev.kneeline.metric;

import java.util.Arrays;

/// Percentiles as numpy has them, which is what every result file of this field holds.
public final class Percentiles {

  private static final double SURE = 0.95;

  private Percentiles() {}

  /// The percentile by linear interpolation between order statistics (Hyndman and Fan 1996, type
  /// 7).
  ///
  /// With n sorted values the rank is h = (n - 1) * p / 100, and the result lies between the values
  /// at floor(h) and floor(h) + 1: the 25th percentile of 1, 2, 4, 8 has h = 0.75, so 1.75.
  ///
  /// @param sorted rising, at least one value
  /// @param percentile in 0..100
  public static double ofSorted(double[] sorted, double percentile) {
    double rank = (sorted.length - 1) * percentile / 100.0;
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /// The same for values in any order, which stay as they are.
  public static double of(double[] values, double percentile) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return ofSorted(sorted, percentile);
  }

  /// Whether a sample can carry a percentile: whether the true one lies between its smallest and
  /// its largest value with a probability of 95 %, which is 1 - q^n - (1-q)^n for q = percentile /
  /// 100.
  ///
  /// That asks for 6 values for a median, 29 for a p90, 59 for a p95, 299 for a p99 and 2,995 for a
  /// p99.9. The smallest and the largest value are what they are: 0 and 100 are never reliable.
  public static boolean reliable(int count, double percentile) {
    double quantile = percentile / 100.0;
    return 1 - Math.pow(quantile, count) - Math.pow(1 - quantile, count) >= SURE;
  }

  /// The fewest values that carry a percentile: 299 for a p99.
  ///
  /// @param percentile above 0 and below 100; nothing carries those two
  public static int needed(double percentile) {
    double tail = Math.max(percentile, 100 - percentile) / 100;
    if (!(tail < 1)) {
      throw new IllegalArgumentException("no sample carries a p%s".formatted(percentile));
    }
    int count = Math.max(1, (int) Math.floor(Math.log(1 - SURE) / Math.log(tail)));
    while (!reliable(count, percentile)) {
      count++;
    }
    return count;
  }
}
