package dev.kneeline.metric;

import java.math.BigDecimal;

/// Numbers as people write them in goals and limits.
final class Numbers {

  private Numbers() {}

  /// The finite number a text holds, NaN where it holds none. Java's suffixes (`5d`) and
  /// hexadecimal forms, which `Double.parseDouble` would take, are none.
  static double read(String text) {
    try {
      return new BigDecimal(text.strip()).doubleValue();
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  /// Shortest text of a number: 99 and not 99.0.
  static String shortest(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
