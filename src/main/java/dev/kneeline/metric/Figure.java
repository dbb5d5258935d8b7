package dev.kneeline.metric;

import java.util.OptionalDouble;

/// One metric's value: absent where nothing was measured, never 0 in its place.
///
/// @param value the figure, in the metric's unit
/// @param reliable false where the sample is too small to carry the figure, such as a p99 of 50
public record Figure(OptionalDouble value, boolean reliable) {

  private static final Figure ABSENT = new Figure(OptionalDouble.empty(), false);

  public static Figure absent() {
    return ABSENT;
  }

  public static Figure of(double value) {
    return new Figure(OptionalDouble.of(value), true);
  }

  public static Figure of(double value, boolean reliable) {
    return new Figure(OptionalDouble.of(value), reliable);
  }
}
