package dev.kneeline.search;

import dev.kneeline.space.Draft;

/// All levels of all dimensions in one numbering, so that sets of them are bits.
final class Levels {

  private static final int WORD = Long.SIZE;

  /// The number of each dimension's first level, and behind the last dimension their count.
  private final int[] first;

  private final int[] dimensionOf;

  Levels(Draft draft) {
    first = new int[draft.dimensions() + 1];
    for (int dimension = 0; dimension < draft.dimensions(); dimension++) {
      first[dimension + 1] = first[dimension] + draft.levels(dimension);
    }
    dimensionOf = new int[first[draft.dimensions()]];
    for (int dimension = 0; dimension < draft.dimensions(); dimension++) {
      for (int number = first[dimension]; number < first[dimension + 1]; number++) {
        dimensionOf[number] = dimension;
      }
    }
  }

  int count() {
    return dimensionOf.length;
  }

  /// How many `long` a set of levels takes.
  int words() {
    return (count() + WORD - 1) / WORD;
  }

  int dimensions() {
    return first.length - 1;
  }

  int dimensionOf(int number) {
    return dimensionOf[number];
  }

  int number(int dimension, int level) {
    return first[dimension] + level;
  }

  int level(int number) {
    return number - first[dimensionOf[number]];
  }
}
