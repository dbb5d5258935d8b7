package dev.kneeline.sim.model;

import java.util.SplittableRandom;

/// Draws how many guesses of each step hold.
final class Guesses {

  private final Speculation speculation;
  private final SplittableRandom random;

  Guesses(Speculation speculation, long seed) {
    this.speculation = speculation;
    this.random = new SplittableRandom(seed);
  }

  /// Tokens to be checked beside the one that is due; none beyond the answer's end, for which there
  /// may be no room in the cache.
  int checked(Sequence sequence) {
    return Math.min(speculation.checked(), sequence.left() - 1);
  }

  /// Tokens that a step yields which computed so many for an answer.
  int come(Sequence sequence, int computed) {
    int most = Math.min(Math.min(computed - 1, speculation.depth()), sequence.left() - 1);
    int held = 0;
    while (held < most && random.nextDouble() < speculation.acceptance()) {
      held++;
    }
    return 1 + held;
  }
}
