package dev.kneeline.metric;

import java.util.Arrays;

/// Tokens in buckets of one second from the window's start, as `vllm bench serve` has them.
final class PerSecond {

  private static final long SECOND = 1_000_000_000L;

  private final long startNanos;
  private long[] buckets = new long[64];

  PerSecond(long startNanos) {
    this.startNanos = startNanos;
  }

  /// What came before the start is not counted.
  void add(long atNanos, int tokens) {
    if (atNanos < startNanos) {
      return;
    }
    int bucket = Math.toIntExact((atNanos - startNanos) / SECOND);
    if (bucket >= buckets.length) {
      buckets = Arrays.copyOf(buckets, Math.max(bucket + 1, 2 * buckets.length));
    }
    buckets[bucket] += tokens;
  }

  long max() {
    return Arrays.stream(buckets).max().orElse(0);
  }
}
