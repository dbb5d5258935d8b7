package dev.kneeline.load;

/// Counts durations in buckets at most 1/64 wide relative to their value: 1.6 % error, no
/// allocation.
///
/// One thread records. Another may read meanwhile and then sees a state that is a little old, which
/// is good enough for a progress line.
final class NanoHistogram {

  private static final int SUB_BITS = 6;
  private static final int SUBS = 1 << SUB_BITS;

  private final long[] counts = new long[(64 - SUB_BITS + 1) * SUBS];
  private long count;
  private long max;
  private double sum;

  void record(long nanos) {
    long value = Math.max(0, nanos);
    counts[bucket(value)]++;
    count++;
    sum += value;
    max = Math.max(max, value);
  }

  /// Takes in what another has counted: the buckets are the same everywhere, so nothing is lost.
  void add(NanoHistogram other) {
    for (int bucket = 0; bucket < counts.length; bucket++) {
      counts[bucket] += other.counts[bucket];
    }
    count += other.count;
    sum += other.sum;
    max = Math.max(max, other.max);
  }

  long count() {
    return count;
  }

  long max() {
    return max;
  }

  double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /// The value at or below which that share lies: the upper end of its bucket, never above the
  /// largest; 0 when nothing was recorded.
  long atShare(double share) {
    long wanted = (long) Math.ceil(share * count);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      seen += counts[bucket];
      if (seen >= wanted && seen > 0) {
        return Math.min(upperEnd(bucket), max);
      }
    }
    return max;
  }

  /// The share of values above a limit, to the buckets' precision.
  double shareAbove(long limit) {
    if (count == 0) {
      return 0;
    }
    long above = 0;
    for (int bucket = bucket(limit) + 1; bucket < counts.length; bucket++) {
      above += counts[bucket];
    }
    return (double) above / count;
  }

  /// Values below 64 have buckets of their own; above, each doubling has 64.
  private static int bucket(long value) {
    int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(value | 1) - SUB_BITS);
    return shift * SUBS + (int) (value >>> shift);
  }

  private static long upperEnd(int bucket) {
    if (bucket < 2 * SUBS) {
      return bucket;
    }
    int shift = bucket / SUBS - 1;
    return (((long) bucket - (long) shift * SUBS + 1) << shift) - 1;
  }
}
