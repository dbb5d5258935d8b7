package dev.kneeline.sim;

import java.util.Arrays;
import java.util.Locale;

/// Counts of seconds in growing buckets, as Prometheus has them.
final class Histogram {

  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.25, 0.5, 0.75, 1, 2.5, 5, 10,
    20, 40, 80, 160
  };

  private final long[] counts = new long[BOUNDS.length + 1];
  private double sum;

  void add(double seconds) {
    int found = Arrays.binarySearch(BOUNDS, seconds);
    counts[found < 0 ? -found - 1 : found]++;
    sum += seconds;
  }

  /// The lines of one metric, buckets cumulated.
  String lines(String name, String labels) {
    StringBuilder text = new StringBuilder("# TYPE %s histogram\n".formatted(name));
    long total = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      total += counts[bucket];
      String bound = bucket < BOUNDS.length ? Double.toString(BOUNDS[bucket]) : "+Inf";
      text.append("%s_bucket{le=\"%s\",%s} %d\n".formatted(name, bound, labels, total));
    }
    text.append(String.format(Locale.ROOT, "%s_sum{%s} %.9f\n", name, labels, sum));
    return text.append("%s_count{%s} %d\n".formatted(name, labels, total)).toString();
  }
}
