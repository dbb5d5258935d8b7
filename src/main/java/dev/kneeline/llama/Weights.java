package dev.kneeline.llama;

import java.util.Arrays;
import java.util.List;

/// Computes the rows of a tensor from a seed, the same on every machine and every JDK.
///
/// The generator is SplitMix64, written out because the sequences of the JDK's generators are not
/// promised across releases. Each tensor has its own stream, so its weights do not depend on what
/// precedes it in the file.
final class Weights {

  /// Uniform on +-1.7 / sqrt(columns) has a standard deviation of 0.98 / sqrt(columns), which keeps
  /// the size of activations about equal from layer to layer.
  private static final double SPREAD = 1.7;

  /// Output rows are this much larger, so that some words are clearly likelier than others.
  private static final float OUTPUT_GAIN = 3f;

  /// A bias no random score can make up for.
  private static final float NEVER = -40f;

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final Tensor tensor;
  private final List<Vocabulary.Token> tokens;
  private final float scale;
  private long state;

  Weights(Tensor tensor, int ordinal, long seed, List<Vocabulary.Token> tokens) {
    this.tensor = tensor;
    this.tokens = tokens;
    this.scale = (float) (SPREAD / Math.sqrt(tensor.columns()));
    this.state = mix(seed + ordinal * GOLDEN_GAMMA);
  }

  /// Fills the next row; rows are asked for in order, and `index` is the row's number.
  void fill(float[] row, int index) {
    switch (tensor.filling()) {
      case ONES -> Arrays.fill(row, 1f);
      case RANDOM -> random(row, scale);
      case EMBEDDING -> {
        random(row, scale);
        row[0] = 1f;
      }
      case RESIDUAL -> {
        random(row, scale);
        if (index == 0) {
          Arrays.fill(row, 0f);
        }
      }
      case OUTPUT -> {
        random(row, scale * OUTPUT_GAIN);
        row[0] = tokens.get(index).wordLike() ? 0f : NEVER;
      }
    }
  }

  /// Two weights from each 64 bits, 24 bits each: the precision of a float.
  private void random(float[] row, float size) {
    for (int i = 0; i < row.length; i += 2) {
      state += GOLDEN_GAMMA;
      long bits = mix(state);
      row[i] = signedUnit(bits >>> 40) * size;
      row[i + 1] = signedUnit(bits >>> 16 & 0xFFFFFF) * size;
    }
  }

  /// From 24 bits to [-1, 1), without rounding.
  private static float signedUnit(long bits) {
    return bits * 0x1p-23f - 1f;
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
