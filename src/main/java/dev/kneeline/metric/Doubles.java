package dev.kneeline.metric;

import java.util.Arrays;

/// A growing array of doubles: ten million gaps cost 80 MB and no boxes.
final class Doubles {

  private double[] values = new double[64];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  double[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
