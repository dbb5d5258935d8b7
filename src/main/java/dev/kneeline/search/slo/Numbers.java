package dev.kneeline.search.slo;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers for people.
final class Numbers {

  private Numbers() {}

  /// Four digits.
  static String brief(double number) {
    return shortest(BigDecimal.valueOf(number).round(new MathContext(4)).doubleValue());
  }

  /// Without a fraction of zeros: 20 and 20.5.
  static String shortest(double number) {
    return Double.isInfinite(number)
        ? "inf"
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
