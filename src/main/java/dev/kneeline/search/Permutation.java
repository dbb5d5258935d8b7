package dev.kneeline.search;

import java.math.BigInteger;
import java.util.SplittableRandom;

/// The numbers from 0 to `size - 1` in a random order that needs no memory.
///
/// A Feistel network with alternating halves permutes the smallest power of two that is large
/// enough; a result that is too large is permuted again until it is not, which takes less than two
/// steps on average and keeps the whole a permutation. Small sizes are shuffled outright, because a
/// network on few bits mixes badly.
final class Permutation {

  private static final int ROUNDS = 8;
  private static final int LARGEST_SHUFFLE = 1 << 16;
  private static final int BITS_OF_LONG = 62;

  private final BigInteger size;
  private final int lowBits;
  private final int highBits;
  private final long[] keys = new long[ROUNDS];
  private final int[] shuffled;

  Permutation(BigInteger size, long seed) {
    this.size = size;
    int bits = Math.max(2, size.subtract(BigInteger.ONE).bitLength());
    this.lowBits = bits / 2;
    this.highBits = bits - lowBits;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = random.nextLong();
    }
    this.shuffled =
        size.bitLength() < BITS_OF_LONG && size.longValueExact() <= LARGEST_SHUFFLE
            ? shuffle(size.intValueExact(), random)
            : new int[0];
  }

  private static int[] shuffle(int size, SplittableRandom random) {
    int[] numbers = new int[size];
    for (int index = 0; index < size; index++) {
      int other = random.nextInt(index + 1);
      numbers[index] = numbers[other];
      numbers[other] = index;
    }
    return numbers;
  }

  /// Whether all numbers fit a `long`, so that [#at(long)] may be used.
  boolean isSmall() {
    return lowBits + highBits <= BITS_OF_LONG;
  }

  /// The number at an index.
  long at(long index) {
    if (shuffled.length > 0) {
      return shuffled[(int) index];
    }
    long limit = size.longValueExact();
    long number = index;
    do {
      number = network(number);
    } while (number >= limit);
    return number;
  }

  BigInteger at(BigInteger index) {
    if (isSmall()) {
      return BigInteger.valueOf(at(index.longValueExact()));
    }
    BigInteger number = index;
    do {
      number = network(number);
    } while (number.compareTo(size) >= 0);
    return number;
  }

  private long network(long number) {
    long low = number & ((1L << lowBits) - 1);
    long high = number >>> lowBits;
    for (int round = 0; round < ROUNDS; round += 2) {
      high ^= mix(low ^ keys[round]) >>> (Long.SIZE - highBits);
      low ^= mix(high ^ keys[round + 1]) >>> (Long.SIZE - lowBits);
    }
    return high << lowBits | low;
  }

  private BigInteger network(BigInteger number) {
    BigInteger high = number.shiftRight(lowBits);
    BigInteger low = number.subtract(high.shiftLeft(lowBits));
    for (int round = 0; round < ROUNDS; round += 2) {
      high = high.xor(mix(low, keys[round], highBits));
      low = low.xor(mix(high, keys[round + 1], lowBits));
    }
    return high.shiftLeft(lowBits).or(low);
  }

  /// As many mixed bits as asked for.
  private static BigInteger mix(BigInteger number, long key, int bits) {
    long state = key;
    for (BigInteger rest = number; rest.signum() > 0; rest = rest.shiftRight(Long.SIZE)) {
      state = mix(state ^ rest.longValue());
    }
    BigInteger mixed = BigInteger.ZERO;
    for (int have = 0; have < bits; have += Long.SIZE - 1) {
      state = mix(state + GOLDEN);
      mixed = mixed.shiftLeft(Long.SIZE - 1).or(BigInteger.valueOf(state >>> 1));
    }
    return mixed.shiftRight(Math.max(0, mixed.bitLength() - bits));
  }

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /// Steele, Lea and Flood's finalizer of SplitMix: every bit of the result hangs on every bit.
  private static long mix(long number) {
    long mixed = (number ^ number >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
