package dev.kneeline.space;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Numeric identity, shared by whole and decimal values.
final class Numbers {

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  /// Beyond this many zeros a number is written with an exponent, so that 1e1000000 stays short.
  private static final int LONGEST_PLAIN_SCALE = 40;

  private Numbers() {}

  static boolean same(Value left, Value right) {
    if (left instanceof Value.Whole one && right instanceof Value.Whole other) {
      return one.number() == other.number();
    }
    return isNumber(left) && isNumber(right) && decimal(left).compareTo(decimal(right)) == 0;
  }

  /// Equal numbers round to the same double, and studies hash millions of them.
  static int hash(BigDecimal number) {
    return Double.hashCode(number.doubleValue());
  }

  static String canonical(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    return Math.abs(shortest.scale()) <= LONGEST_PLAIN_SCALE
        ? shortest.toPlainString()
        : shortest.toString();
  }

  /// A spelling such as `.5` or `0x10` is no JSON number: then the number itself is written.
  static String json(String spelling, String number) {
    return JSON_NUMBER.matcher(spelling).matches() ? spelling : number;
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Whole || value instanceof Value.Real;
  }

  private static BigDecimal decimal(Value value) {
    return value instanceof Value.Whole whole
        ? BigDecimal.valueOf(whole.number())
        : ((Value.Real) value).number();
  }
}
