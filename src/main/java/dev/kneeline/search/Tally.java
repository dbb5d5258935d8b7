package dev.kneeline.search;

import dev.kneeline.space.Draft;
import java.util.BitSet;

/// Counts the combinations of values of a space, and which of them a valid point can have.
///
/// @param tuples all combinations
/// @param possible those that a valid point has
/// @param bound the most possible ones among the same dimensions
record Tally(long tuples, long possible, long bound) {

  /// Finds the possible combinations and notes them as missing.
  static Tally fill(Draft draft, Levels levels, int strength, Missing missing) {
    Counter counter = new Counter(draft, levels, strength, missing);
    counter.descend(0, 0, 1);
    draft.reset();
    return new Tally(counter.tuples, counter.possible, counter.bound);
  }

  /// Walks through the sets of dimensions and, for each, through the levels that go together.
  private static final class Counter {
    private final Draft draft;
    private final Levels levels;
    private final Missing missing;
    private final int[] dimensions;
    private final int[] tuple;
    private long tuples;
    private long possible;
    private long bound;

    Counter(Draft draft, Levels levels, int strength, Missing missing) {
      this.draft = draft;
      this.levels = levels;
      this.missing = missing;
      this.dimensions = new int[strength];
      this.tuple = new int[strength];
    }

    void descend(int depth, int from, long product) {
      if (depth == dimensions.length) {
        long before = possible;
        combine(0);
        tuples += product;
        bound = Math.max(bound, possible - before);
        return;
      }
      for (int dimension = from; dimension < levels.dimensions(); dimension++) {
        dimensions[depth] = dimension;
        descend(depth + 1, dimension + 1, product * draft.levels(dimension));
      }
    }

    private void combine(int depth) {
      int dimension = dimensions[depth];
      BitSet allowed = draft.allowed(dimension);
      boolean last = depth == dimensions.length - 1;
      for (int level = allowed.nextSetBit(0); level >= 0; level = allowed.nextSetBit(level + 1)) {
        tuple[depth] = levels.number(dimension, level);
        if (last) {
          missing.add(tuple);
          possible++;
        } else {
          if (!draft.isIndependent(dimension)) {
            draft.open(dimension);
            draft.decide(dimension, level);
          }
          combine(depth + 1);
        }
      }
      if (!last && !draft.isIndependent(dimension)) {
        draft.open(dimension);
      }
    }
  }
}
