package dev.kneeline.search.slo;

import java.math.BigDecimal;

/// Numbers for people.
final class Numbers {

  private Numbers() {}

  /// Without a fraction of zeros: 20 and 20.5.
  static String shortest(double number) {
    return Double.isInfinite(number)
        ? "inf"
        : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
