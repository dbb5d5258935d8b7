package dev.kneeline.metric;

import java.util.Arrays;

/// Many values of one kind, of which mean, deviation and percentiles are wanted.
///
/// Up to a limit the values themselves are kept, and figures are exact. Beyond it they are counted
/// in buckets, so that memory stays the same however many come: mean and deviation are exact still,
/// a percentile lies within [#ERROR] of the true one, relative to it. 20 ms falls into a bucket
/// from 19.988 to 20.005 ms and is told as 19.997.
final class Spread {

  /// Values are kept up to this many: 80 MB.
  static final int MOST_EXACT = 10_000_000;

  private static final int SUB_BITS = 10;
  private static final int SUBS = 1 << SUB_BITS;

  /// Half of a bucket's width over its lower end.
  static final double ERROR = 0.5 / SUBS;

  private static final double NANOS = 1e6;

  private final int mostExact;
  private double[] values = new double[64];
  private long[] buckets = new long[0];
  private long count;
  private double mean;
  private double squares;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;
  private boolean sorted;

  /// @param mostExact values that are kept before buckets take their place
  Spread(int mostExact) {
    this.mostExact = mostExact;
  }

  /// @param millis at least 0
  void add(double millis) {
    if (count == mostExact) {
      spill();
    }
    if (count >= mostExact) {
      tally(millis);
    } else {
      if (count == values.length) {
        long larger = Math.min(mostExact, count + (count >> 1));
        values = Arrays.copyOf(values, (int) larger);
      }
      values[(int) count] = millis;
      sorted = false;
    }
    count++;
  }

  long count() {
    return count;
  }

  /// Percentiles come out of buckets.
  boolean isRounded() {
    return buckets.length > 0;
  }

  /// NaN of no values.
  double mean() {
    return isRounded() ? mean : count == 0 ? Double.NaN : Moments.mean(kept());
  }

  /// Divisor n, as numpy's `std`; NaN of no values.
  double populationDeviation() {
    if (isRounded()) {
      return Math.sqrt(squares / count);
    }
    return count == 0 ? Double.NaN : Moments.populationDeviation(kept());
  }

  /// By linear interpolation between order statistics, see [Percentiles#ofSorted]; at least one
  /// value.
  double percentile(double percentile) {
    if (!isRounded()) {
      return Percentiles.ofSorted(kept(), percentile);
    }
    double rank = (count - 1) * percentile / 100.0;
    long below = (long) Math.floor(rank);
    double low = atRank(below);
    return low + (rank - below) * (atRank(Math.min(below + 1, count - 1)) - low);
  }

  private double[] kept() {
    if (values.length != count) {
      values = Arrays.copyOf(values, (int) count);
    }
    if (!sorted) {
      Arrays.sort(values);
      sorted = true;
    }
    return values;
  }

  private void spill() {
    double[] exact = values;
    long size = count;
    values = new double[0];
    buckets = new long[(Long.SIZE - SUB_BITS + 1) * SUBS];
    count = 0;
    for (int i = 0; i < size; i++) {
      tally(exact[i]);
      count++;
    }
  }

  /// Welford's steps, which lose nothing over hundreds of millions of values.
  private void tally(double millis) {
    buckets[bucket(Math.max(0, Math.round(millis * NANOS)))]++;
    double step = millis - mean;
    mean += step / (count + 1);
    squares += step * (millis - mean);
    smallest = Math.min(smallest, millis);
    largest = Math.max(largest, millis);
  }

  private double atRank(long rank) {
    if (rank == 0) {
      return smallest;
    }
    if (rank == count - 1) {
      return largest;
    }
    long seen = 0;
    for (int bucket = 0; bucket < buckets.length; bucket++) {
      seen += buckets[bucket];
      if (seen > rank) {
        return Math.clamp(middle(bucket) / NANOS, smallest, largest);
      }
    }
    return largest;
  }

  /// Below 2,048 ns each value has its bucket; above, each doubling has 1,024.
  private static int bucket(long nanos) {
    int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos | 1) - SUB_BITS);
    return shift * SUBS + (int) (nanos >>> shift);
  }

  private static double middle(int bucket) {
    if (bucket < 2 * SUBS) {
      return bucket;
    }
    int shift = bucket / SUBS - 1;
    long low = ((long) bucket - (long) shift * SUBS) << shift;
    return low + ((1L << shift) - 1) / 2.0;
  }
}
