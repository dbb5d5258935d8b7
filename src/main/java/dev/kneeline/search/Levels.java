package dev.kneeline.search;

import dev.kneeline.space.Draft;

/// All levels of all dimensions in one numbering, so that sets of them are bits.
///
/// @param first the number of each dimension's first level, and behind the last dimension their
///   count
/// @param dimensionOf the dimension of each number
record Levels(int[] first, int[] dimensionOf) {

  static Levels of(Draft draft) {
    int[] first = new int[draft.dimensions() + 1];
    for (int dimension = 0; dimension < draft.dimensions(); dimension++) {
      first[dimension + 1] = first[dimension] + draft.levels(dimension);
    }
    int[] dimensionOf = new int[first[draft.dimensions()]];
    for (int dimension = 0; dimension < draft.dimensions(); dimension++) {
      for (int number = first[dimension]; number < first[dimension + 1]; number++) {
        dimensionOf[number] = dimension;
      }
    }
    return new Levels(first, dimensionOf);
  }

  int count() {
    return dimensionOf.length;
  }

  int words() {
    return (count() + Long.SIZE - 1) / Long.SIZE;
  }

  int dimensions() {
    return first.length - 1;
  }

  int number(int dimension, int level) {
    return first[dimension] + level;
  }

  int level(int number) {
    return number - first[dimensionOf[number]];
  }
}
