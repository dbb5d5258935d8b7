package dev.kneeline.load;

import java.util.SplittableRandom;

/// Token counts drawn evenly from low to high, both inclusive.
///
/// vLLM's rule for a random dataset: `len * (1 - ratio)` rounded down to `len * (1 + ratio)`
/// rounded up. 1000 with a ratio of 0.25 is 750 to 1250.
///
/// @param low at least 0
/// @param high at least `low`
public record Lengths(int low, int high) {

  public Lengths {
    if (low < 0 || high < low) {
      throw new IllegalArgumentException(
          "lengths go from 0 or more upwards: %d..%d".formatted(low, high));
    }
  }

  int draw(SplittableRandom random) {
    return random.nextInt(low, high + 1);
  }

  /// The lengths around one, as vLLM has them.
  ///
  /// @param least the smallest that may be drawn: 0 for prompts, 1 for answers
  static Lengths around(long length, double ratio, int least) {
    int low = (int) Math.max(least, Math.floor(length * (1 - ratio)));
    return new Lengths(low, Math.max(low, (int) Math.ceil(length * (1 + ratio))));
  }
}
