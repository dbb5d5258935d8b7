package dev.kneeline.metric;

import java.util.Arrays;

/// How many requests were in flight, exactly, by sweeping over their starts and ends.
///
/// A request is in flight from its first byte sent up to, not including, its end: one that starts
/// in the nanosecond in which another ends is not beside it. Buckets of a second, as in `vllm bench
/// serve`, count both and so report peaks above the cap.
final class Concurrency {

  private final Doubles sent = new Doubles();
  private final Doubles ended = new Doubles();

  /// Doubles hold whole nanoseconds exactly up to 2^53, which is 104 days of one run.
  void add(Timing timing) {
    sent.add(timing.sentNanos());
    ended.add(timing.endNanos());
  }

  /// The largest number of requests in flight at once.
  int peak() {
    double[] starts = sent.toArray();
    double[] ends = ended.toArray();
    Arrays.sort(starts);
    Arrays.sort(ends);
    int open = 0;
    int peak = 0;
    int end = 0;
    for (double start : starts) {
      while (end < ends.length && ends[end] <= start) {
        open--;
        end++;
      }
      open++;
      peak = Math.max(peak, open);
    }
    return peak;
  }

  /// The time average inside a window: 3 requests of 2 s in a window of 4 s are 1.5.
  double mean(Window window) {
    double busyNanos = clippedSum(ended, window) - clippedSum(sent, window);
    return busyNanos / (window.endNanos() - window.startNanos());
  }

  private static double clippedSum(Doubles moments, Window window) {
    return Arrays.stream(moments.toArray())
        .map(moment -> Math.clamp(moment, window.startNanos(), window.endNanos()))
        .map(moment -> moment - window.startNanos())
        .sum();
  }
}
