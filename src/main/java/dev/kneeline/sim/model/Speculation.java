package dev.kneeline.sim.model;

/// Tokens of an answer that are guessed ahead and checked all in one step.
///
/// A guess holds with the same chance at each place, up to the first that does not, and the check
/// itself yields one more token: (1 - a^(k+1)) / (1 - a) tokens a step (Leviathan, Kalman and
/// Matias 2023, equation 1). Three guesses that hold with 0.7 yield 2.533.
///
/// @param depth places guessed ahead, which is the most tokens gained in a step; 0 for none
/// @param checked tokens computed to check them beside the one that is due anyway; more than
///   `depth` where each place has several guesses
/// @param acceptance chance that the guess for a place holds
/// @param passes of the draft model, one after the other, in a step
/// @param width tokens of each sequence in a pass after the first
public record Speculation(int depth, int checked, double acceptance, int passes, int width) {

  public Speculation {
    if (depth < 0 || checked < depth || !(acceptance >= 0 && acceptance <= 1)) {
      throw new IllegalArgumentException(
          "no speculation: depth %d, checked %d, acceptance %s"
              .formatted(depth, checked, acceptance));
    }
  }

  /// Each step yields one token.
  public static Speculation none() {
    return new Speculation(0, 0, 0, 0, 0);
  }

  /// Tokens that a step yields on average, where the answer's end is far.
  public double meanTokens() {
    double tokens = 1;
    double chance = 1;
    for (int place = 0; place < depth; place++) {
      chance *= acceptance;
      tokens += chance;
    }
    return tokens;
  }
}
