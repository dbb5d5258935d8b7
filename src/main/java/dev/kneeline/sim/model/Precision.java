package dev.kneeline.sim.model;

/// A number format of weights or of the KV cache.
public enum Precision {
  BF16(2),
  FP8(1),
  /// Four bits and one 8-bit scale for each 16 numbers, as NVFP4: 4.5 bits.
  FP4(0.5625);

  private final double bytes;

  Precision(double bytes) {
    this.bytes = bytes;
  }

  /// Bytes of one number, its share of a scale included.
  public double bytes() {
    return bytes;
  }
}
