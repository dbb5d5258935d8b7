package dev.kneeline.space;

import java.math.BigInteger;

/// How many points there are, as far as it can be said.
public sealed interface Size {

  /// The exact number.
  record Exact(BigInteger count) implements Size {}

  /// The number lies between two others, because a rule joins too many values to be counted
  /// through.
  ///
  /// @param least at least so many points exist
  /// @param most at most so many points exist
  /// @param rule the rule that could not be counted through
  record Bounds(BigInteger least, BigInteger most, String rule) implements Size {}

  /// There is no number, because a range has no step: only samplers can use such a space.
  ///
  /// @param parameter the one with that range
  record Endless(String parameter) implements Size {}

  /// The number that is certainly not exceeded.
  ///
  /// @throws IllegalStateException where there is none
  default BigInteger most() {
    return switch (this) {
      case Exact(BigInteger count) -> count;
      case Bounds(BigInteger _, BigInteger most, String _) -> most;
      case Endless(String parameter) ->
          throw new IllegalStateException(
              "the range of '%s' has no step, so there is no number of points"
                  .formatted(parameter));
    };
  }
}
