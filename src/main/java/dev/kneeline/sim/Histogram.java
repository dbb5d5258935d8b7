package dev.kneeline.sim;

import java.util.Arrays;
import java.util.Locale;

/// Counts of values in growing buckets, as Prometheus has them.
final class Histogram {

  private final String name;
  private final double[] bounds;
  private final long[] counts;
  private double sum;

  /// @param bounds the buckets' upper ends, growing, without the last, which is open
  Histogram(String name, double... bounds) {
    this.name = name;
    this.bounds = bounds;
    this.counts = new long[bounds.length + 1];
  }

  /// For counts up to so many: 1, 2, 5, 10, 20, 50 and so on.
  static Histogram ofCounts(String name, int most) {
    double[] bounds = new double[40];
    int used = 0;
    for (long decade = 1; decade <= most; decade *= 10) {
      for (int step : new int[] {1, 2, 5}) {
        if (step * decade <= most) {
          bounds[used++] = step * decade;
        }
      }
    }
    return new Histogram(name, Arrays.copyOf(bounds, used));
  }

  void add(double value) {
    add(value, 1);
  }

  /// Adds a value several times.
  void add(double value, int times) {
    int found = Arrays.binarySearch(bounds, value);
    counts[found < 0 ? -found - 1 : found] += times;
    sum += value * times;
  }

  /// Its lines, buckets cumulated.
  String lines(String labels) {
    StringBuilder text = new StringBuilder("# TYPE %s histogram\n".formatted(name));
    long total = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      total += counts[bucket];
      String bound = bucket < bounds.length ? Double.toString(bounds[bucket]) : "+Inf";
      text.append("%s_bucket{le=\"%s\",%s} %d\n".formatted(name, bound, labels, total));
    }
    text.append(String.format(Locale.ROOT, "%s_sum{%s} %.9f\n", name, labels, sum));
    return text.append("%s_count{%s} %d\n".formatted(name, labels, total)).toString();
  }
}
