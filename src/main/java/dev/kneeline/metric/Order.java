package dev.kneeline.metric;

/// The order of numbers, told as where each stands: what sorting boxed indices gives, at a tenth of
/// its time and memory. Of 30, 10, 20 it is 1, 2, 0.
final class Order {

  private Order() {}

  /// Places of the values from the least to the greatest; equal ones keep the order they have.
  ///
  /// A merge from below, which leaves alone what lies in order already.
  static int[] of(double[] values) {
    int[] order = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    int[] merged = new int[order.length];
    for (long width = 1; width < order.length; width *= 2) {
      for (long from = 0; from < order.length; from += 2 * width) {
        int middle = (int) Math.min(from + width, order.length);
        int to = (int) Math.min(from + 2 * width, order.length);
        merge(values, order, merged, new Stretch((int) from, middle, to));
      }
      int[] spare = order;
      order = merged;
      merged = spare;
    }
    return order;
  }

  /// Two neighbours that are to become one.
  private record Stretch(int from, int middle, int to) {}

  private static void merge(double[] values, int[] order, int[] merged, Stretch stretch) {
    int left = stretch.from;
    int right = stretch.middle;
    if (right == stretch.to || values[order[right - 1]] <= values[order[right]]) {
      System.arraycopy(order, left, merged, left, stretch.to - left);
      return;
    }
    for (int at = stretch.from; at < stretch.to; at++) {
      boolean fromLeft =
          left < stretch.middle
              && (right == stretch.to || values[order[left]] <= values[order[right]]);
      merged[at] = fromLeft ? order[left++] : order[right++];
    }
  }
}
