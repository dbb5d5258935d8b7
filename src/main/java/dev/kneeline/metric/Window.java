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

  public double seconds() {
    return (endNanos - startNanos) / 1e9;
  }
}
