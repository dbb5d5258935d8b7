package dev.kneeline.metric;

/// The stretch of a run over which rates are taken, in nanoseconds relative to the run's start.
///
/// @param startNanos first moment inside
/// @param endNanos first moment after it
public record Window(long startNanos, long endNanos) {

  public Window {
    if (endNanos < startNanos) {
      throw new IllegalArgumentException(
          "a window ends (%d) at or after its start (%d)".formatted(endNanos, startNanos));
    }
  }

  /// Whether a request is counted: whether it ended inside. What a server completes in a stretch is
  /// its rate there even when it falls behind, which what was sent in it is not. The run's last
  /// request ends exactly at the end, and counts.
  public boolean counts(Timing timing) {
    return timing.endNanos() >= startNanos && timing.endNanos() <= endNanos;
  }

  public double seconds() {
    return (endNanos - startNanos) / 1e9;
  }
}
