package dev.kneeline.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as people read them.
public final class NumberText {

  private static final double SMALLEST_PLAIN = 1e-4;
  private static final double LARGEST_PLAIN = 1e15;

  /// A spread below this share of its middle is that of adding numbers up.
  private static final double ROUNDING = 1e-9;

  private NumberText() {}

  /// Three significant digits, whole digits kept: 0.01234 is 0.0123, 12.34 is 12.3, 12345.6 is
  /// 12,346. Beyond plain numbers it turns to powers of ten: 1.23e-7.
  public static String threeDigits(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "-" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    if (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN) {
      return "%.2e".formatted(value);
    }
    if (size >= 100) {
      return grouped(Math.round(value));
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
    int missing = 3 - rounded.precision();
    return rounded.setScale(rounded.scale() + missing, RoundingMode.UNNECESSARY).toPlainString();
  }

  /// The half width of an interval, to the digits to which its middle is shown: 12.3 ±0.4, 1,234
  /// ±6. A half width below that keeps one digit, since ±0 would claim certainty; below a billionth
  /// of its middle it is the noise of computing and is 0.
  static String spread(double halfWidth, double middle) {
    int shown = middle == 0 ? 2 : 2 - (int) Math.floor(Math.log10(Math.abs(middle)));
    if (shown <= 0 && halfWidth >= 1) {
      return grouped(Math.round(halfWidth));
    }
    BigDecimal rounded =
        new BigDecimal(halfWidth).setScale(Math.clamp(shown, 0, 12), RoundingMode.HALF_UP);
    if (rounded.signum() == 0 && halfWidth > ROUNDING * Math.abs(middle)) {
      return new BigDecimal(halfWidth).round(new MathContext(1)).toPlainString();
    }
    return rounded.scale() == 0 ? grouped(rounded.longValue()) : rounded.toPlainString();
  }

  /// A tick's number, without digits that say nothing: 0.5, 20, 1,000.
  static String tick(double value) {
    BigDecimal number = new BigDecimal(value).round(new MathContext(6));
    BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    return stripped.scale() <= 0 ? grouped(stripped.longValue()) : stripped.toPlainString();
  }

  /// A whole number in groups of three digits.
  public static String grouped(long number) {
    String digits = Long.toString(Math.abs(number));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return (number < 0 ? "-" : "") + text;
  }
}
