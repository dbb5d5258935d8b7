package dev.kneeline.search;

import dev.kneeline.space.Draft;
import java.util.Arrays;

/// A set of tuples of levels, eight bytes each: a million of them take 16 MB.
///
/// Where all tuples can be numbered in 63 bits, the number stands for the tuple. Beyond that a
/// mixed code of 64 bits does: two tuples with one code are taken for one, which among a million
/// happens with a chance of 3 in 10^8 and costs one point that nobody misses.
final class SeenLevels {

  private static final long EMPTY = 0;

  private final long[] strides;
  private long[] codes = new long[1 << 10];
  private int size;

  SeenLevels(Draft draft) {
    strides = new long[draft.dimensions()];
    long stride = 1;
    for (int dimension = strides.length - 1; dimension >= 0; dimension--) {
      strides[dimension] = stride;
      // Overflow makes the code a mixed one; an odd stride keeps every level in its low bits.
      stride *= draft.levels(dimension);
    }
    if (Double.compare(product(draft), Long.MAX_VALUE) >= 0) {
      for (int dimension = 0; dimension < strides.length; dimension++) {
        strides[dimension] = mix(dimension + 1L) | 1;
      }
    }
  }

  private static double product(Draft draft) {
    double product = 1;
    for (int dimension = 0; dimension < draft.dimensions(); dimension++) {
      product *= draft.levels(dimension);
    }
    return product;
  }

  /// Adds a tuple.
  ///
  /// @return whether it is new
  boolean add(int[] levels) {
    long code = 1;
    for (int dimension = 0; dimension < levels.length; dimension++) {
      code += levels[dimension] * strides[dimension];
    }
    if (size * 2 >= codes.length) {
      grow();
    }
    if (!insert(code == EMPTY ? -1 : code)) {
      return false;
    }
    size++;
    return true;
  }

  private boolean insert(long code) {
    int slot = (int) mix(code) & (codes.length - 1);
    while (codes[slot] != EMPTY) {
      if (codes[slot] == code) {
        return false;
      }
      slot = (slot + 1) & (codes.length - 1);
    }
    codes[slot] = code;
    return true;
  }

  private void grow() {
    long[] old = codes;
    codes = new long[old.length * 2];
    Arrays.stream(old).filter(code -> code != EMPTY).forEach(this::insert);
  }

  private static long mix(long number) {
    long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
