package dev.kneeline.load;

import java.util.SplittableRandom;

/// Independent random streams of one seed.
final class Seeds {

  private Seeds() {}

  /// The stream of one index under one purpose; equal arguments give equal streams on every
  /// machine.
  static SplittableRandom stream(long seed, long purpose, long index) {
    return new SplittableRandom(mix(mix(mix(seed) + purpose) + index));
  }

  /// Stafford's variant 13 of MurmurHash3's finalizer, which spreads neighbouring numbers apart.
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
