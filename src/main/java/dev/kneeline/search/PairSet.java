package dev.kneeline.search;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A set of unordered pairs of numbers out of which one can be drawn at once.
final class PairSet {

  /// Two numbers, the greater one first.
  record Pair(int one, int other) {}

  private final int[] placeOf;
  private final int numbers;
  private long[] pairs = new long[64];
  private int size;

  PairSet(int numbers) {
    this.numbers = numbers;
    this.placeOf = new int[numbers * numbers];
    Arrays.fill(placeOf, -1);
  }

  int size() {
    return size;
  }

  /// Any pair.
  Pair any(RandomGenerator random) {
    long pair = pairs[random.nextInt(size)];
    return new Pair((int) (pair >>> Integer.SIZE), (int) pair);
  }

  void add(int one, int other) {
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size * 2);
    }
    long pair = pair(one, other);
    placeOf[place(pair)] = size;
    pairs[size++] = pair;
  }

  void remove(int one, int other) {
    long pair = pair(one, other);
    int hole = placeOf[place(pair)];
    if (hole >= 0) {
      long last = pairs[--size];
      pairs[hole] = last;
      placeOf[place(last)] = hole;
      placeOf[place(pair)] = -1;
    }
  }

  private static long pair(int one, int other) {
    return (long) Math.max(one, other) << Integer.SIZE | Math.min(one, other);
  }

  private int place(long pair) {
    return (int) (pair >>> Integer.SIZE) * numbers + (int) pair;
  }
}
