package dev.kneeline.llama;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How weights are stored: full precision, half precision, or blocks of 32 which share a scale.
///
/// Bytes for 32 weights: `f32` 128, `f16` 64, `q8_0` 34 (a half-precision scale and 32 signed
/// bytes), `q4_0` 18 (a half-precision scale and 32 nibbles, the first half in the low ones).
public enum WeightType {
  F32(0, 0, 128),
  F16(1, 1, 64),
  Q8_0(8, 7, 34),
  Q4_0(2, 2, 18);

  /// Weights that share one scale in the quantised types.
  static final int BLOCK = 32;

  private static final int MIDDLE_NIBBLE = 8;
  private static final int HIGHEST_NIBBLE = 15;
  private static final float HIGHEST_BYTE = 127f;

  private final int tensorCode;
  private final int fileCode;
  private final int bytesPerBlock;

  WeightType(int tensorCode, int fileCode, int bytesPerBlock) {
    this.tensorCode = tensorCode;
    this.fileCode = fileCode;
    this.bytesPerBlock = bytesPerBlock;
  }

  /// The name on the command line and in file names, spelled as llama.cpp spells it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The type of that label, or empty when there is none.
  public static Optional<WeightType> find(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }

  /// The number which stands for this type in a tensor's entry.
  int tensorCode() {
    return tensorCode;
  }

  /// The number which stands for a file of mostly this type in `general.file_type`.
  int fileCode() {
    return fileCode;
  }

  /// Size of that many weights, which are whole blocks.
  long bytes(long weights) {
    return weights / BLOCK * bytesPerBlock;
  }

  /// Appends one row, little endian as the buffer is; its length is a multiple of 32.
  void encode(float[] row, ByteBuffer out) {
    switch (this) {
      case F32 -> {
        for (float weight : row) {
          out.putFloat(weight);
        }
      }
      case F16 -> {
        for (float weight : row) {
          out.putShort(Float.floatToFloat16(weight));
        }
      }
      case Q8_0 -> {
        for (int start = 0; start < row.length; start += BLOCK) {
          encodeBytes(row, start, out);
        }
      }
      case Q4_0 -> {
        for (int start = 0; start < row.length; start += BLOCK) {
          encodeNibbles(row, start, out);
        }
      }
    }
  }

  private static void encodeBytes(float[] row, int start, ByteBuffer out) {
    float scale = Math.abs(extreme(row, start)) / HIGHEST_BYTE;
    float inverse = scale == 0 ? 0 : 1 / scale;
    out.putShort(Float.floatToFloat16(scale));
    for (int i = 0; i < BLOCK; i++) {
      out.put((byte) Math.round(row[start + i] * inverse));
    }
  }

  /// The extreme weight maps to -8, the only end of the range of nibbles that is exactly a power of
  /// two away from zero; so the scale is negative where the extreme is positive.
  private static void encodeNibbles(float[] row, int start, ByteBuffer out) {
    float scale = extreme(row, start) / -MIDDLE_NIBBLE;
    float inverse = scale == 0 ? 0 : 1 / scale;
    out.putShort(Float.floatToFloat16(scale));
    for (int i = 0; i < BLOCK / 2; i++) {
      int low = nibble(row[start + i] * inverse);
      int high = nibble(row[start + BLOCK / 2 + i] * inverse);
      out.put((byte) (low | high << 4));
    }
  }

  private static int nibble(float scaled) {
    return Math.min(HIGHEST_NIBBLE, (int) (scaled + MIDDLE_NIBBLE + 0.5f));
  }

  /// The weight of the block that is farthest from zero, with its sign.
  private static float extreme(float[] row, int start) {
    float extreme = 0;
    for (int i = start; i < start + BLOCK; i++) {
      if (Math.abs(row[i]) > Math.abs(extreme)) {
        extreme = row[i];
      }
    }
    return extreme;
  }
}
