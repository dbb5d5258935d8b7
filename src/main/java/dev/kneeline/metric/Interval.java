package dev.kneeline.metric;

/// Between which values the true one lies, and how sure that is.
///
/// @param level probability with which such an interval covers the true value, e.g. 0.95
public record Interval(double low, double high, double level) {

  public Interval {
    if (!(low <= high) || !(level > 0 && level < 1)) {
      throw new IllegalArgumentException("no interval: %s to %s at %s".formatted(low, high, level));
    }
  }

  public double halfWidth() {
    return (high - low) / 2;
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
