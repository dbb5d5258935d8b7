package dev.kneeline.search;

/// Missing combinations of three values: for each two values the set of their missing thirds.
final class MissingTriples implements Missing {

  private final long[][] thirds;
  private final long[] degrees;
  private final int numbers;
  private long count;

  MissingTriples(Levels levels) {
    numbers = levels.count();
    thirds = new long[numbers * numbers][];
    degrees = new long[numbers];
    for (int one = 0; one < numbers; one++) {
      for (int other = 0; other < one; other++) {
        if (levels.dimensionOf(one) != levels.dimensionOf(other)) {
          thirds[one * numbers + other] = new long[levels.words()];
        }
      }
    }
  }

  /// The thirds of two values, whichever comes first.
  private long[] of(int one, int other) {
    return one > other ? thirds[one * numbers + other] : thirds[other * numbers + one];
  }

  @Override
  public void add(int[] tuple) {
    set(tuple[0], tuple[1], tuple[2]);
    set(tuple[0], tuple[2], tuple[1]);
    set(tuple[1], tuple[2], tuple[0]);
    count++;
    for (int number : tuple) {
      degrees[number]++;
    }
  }

  private void set(int one, int other, int third) {
    of(one, other)[third / Long.SIZE] |= 1L << third;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long with(int number) {
    return degrees[number];
  }

  @Override
  public int gain(int number, long[] chosen) {
    int twice = 0;
    for (int word = 0; word < chosen.length; word++) {
      for (long rest = chosen[word]; rest != 0; rest &= rest - 1) {
        int partner = word * Long.SIZE + Long.numberOfTrailingZeros(rest);
        twice += Missing.common(of(number, partner), chosen);
      }
    }
    return twice / 2;
  }

  @Override
  public int cover(int[] row, long[] chosen) {
    int three = 0;
    for (int number : row) {
      degrees[number] -= gain(number, without(chosen, number));
    }
    for (int one = 0; one < row.length; one++) {
      for (int other = 0; other < one; other++) {
        long[] own = of(row[one], row[other]);
        three += Missing.common(own, chosen);
        for (int word = 0; word < own.length; word++) {
          own[word] &= ~chosen[word];
        }
      }
    }
    count -= three / 3;
    return three / 3;
  }

  private static long[] without(long[] chosen, int number) {
    long[] others = chosen.clone();
    others[number / Long.SIZE] &= ~(1L << number);
    return others;
  }

  @Override
  public int[] tuple(int number, long skip) {
    long left = Math.floorMod(skip, 2 * degrees[number]);
    for (int partner = 0; partner < numbers; partner++) {
      long[] own = partner == number ? null : of(number, partner);
      int here = own == null ? 0 : Missing.count(own);
      if (own != null && left < here) {
        return new int[] {number, partner, Missing.bit(own, left)};
      }
      left -= here;
    }
    throw new IllegalStateException("the value %d misses nothing".formatted(number));
  }
}
