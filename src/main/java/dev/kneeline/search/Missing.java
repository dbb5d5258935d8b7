package dev.kneeline.search;

/// The possible combinations of values that no point shows yet.
///
/// Values go by the numbers of [Levels]; a point in the making is the set of its numbers as bits.
sealed interface Missing permits MissingPairs, MissingTriples {

  /// Notes that a combination is possible and not shown.
  void add(int[] tuple);

  /// How many combinations are missing.
  long count();

  /// How many missing combinations have this number.
  long with(int number);

  /// How many missing combinations this number makes with those chosen already.
  int gain(int number, long[] chosen);

  /// Takes the combinations of a point off.
  ///
  /// @return how many were missing
  int cover(int[] numbers, long[] chosen);

  /// Some missing combination with this number.
  ///
  /// @param skip makes the choice: any number
  int[] tuple(int number, long skip);

  static long[] bits(int[] numbers, int words) {
    long[] bits = new long[words];
    for (int number : numbers) {
      bits[number / Long.SIZE] |= 1L << number;
    }
    return bits;
  }

  static int common(long[] left, long[] right) {
    int count = 0;
    for (int word = 0; word < left.length; word++) {
      count += Long.bitCount(left[word] & right[word]);
    }
    return count;
  }

  static int count(long[] bits) {
    int count = 0;
    for (long word : bits) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /// The index of the set bit that has so many set bits before it.
  static int bit(long[] bits, long before) {
    long left = before;
    for (int word = 0; word < bits.length; word++) {
      int here = Long.bitCount(bits[word]);
      if (left < here) {
        long rest = bits[word];
        for (; left > 0; left--) {
          rest &= rest - 1;
        }
        return word * Long.SIZE + Long.numberOfTrailingZeros(rest);
      }
      left -= here;
    }
    throw new IllegalArgumentException("no bit %d of %d".formatted(before, count(bits)));
  }
}
