package dev.kneeline.metric;

/// The moments of one request in nanoseconds of the monotonic clock, relative to the run's start.
///
/// The service time runs from `sentNanos`, the response time from `intendedNanos`: a client that
/// falls behind its schedule, or a full concurrency cap, shows in the second and not in the first.
///
/// @param intendedNanos when the schedule wanted the request to start
/// @param sentNanos when its first byte was handed to the kernel
/// @param connectNanos how long the connection took to open; 0 when it was open before
/// @param endNanos the last token event, or the moment of failure
public record Timing(long intendedNanos, long sentNanos, long connectNanos, long endNanos) {

  public Timing {
    if (connectNanos < 0) {
      throw new IllegalArgumentException("a connect takes no negative time: " + connectNanos);
    }
    if (endNanos < sentNanos) {
      throw new IllegalArgumentException(
          "a request ends (%d) after it was sent (%d)".formatted(endNanos, sentNanos));
    }
  }
}
