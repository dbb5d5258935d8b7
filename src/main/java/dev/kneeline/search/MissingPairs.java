package dev.kneeline.search;

/// Missing combinations of two values: for each value the set of its missing partners.
final class MissingPairs implements Missing {

  private final long[][] partners;
  private final int[] degrees;
  private long count;

  MissingPairs(Levels levels) {
    partners = new long[levels.count()][levels.words()];
    degrees = new int[levels.count()];
  }

  @Override
  public void add(int[] tuple) {
    set(tuple[0], tuple[1]);
    set(tuple[1], tuple[0]);
    count++;
  }

  private void set(int number, int partner) {
    partners[number][partner / Long.SIZE] |= 1L << partner;
    degrees[number]++;
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
    return Missing.common(partners[number], chosen);
  }

  @Override
  public int cover(int[] numbers, long[] chosen) {
    int ends = 0;
    for (int number : numbers) {
      long[] own = partners[number];
      int shown = Missing.common(own, chosen);
      for (int word = 0; word < own.length; word++) {
        own[word] &= ~chosen[word];
      }
      degrees[number] -= shown;
      ends += shown;
    }
    count -= ends / 2;
    return ends / 2;
  }

  @Override
  public int[] tuple(int number, long skip) {
    return new int[] {
      number, Missing.bit(partners[number], Math.floorMod(skip, (long) degrees[number]))
    };
  }
}
