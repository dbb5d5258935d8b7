package dev.kneeline.search.slo;

import java.math.BigDecimal;
import java.math.MathContext;

/// The number that a search turns up and down, such as a request rate.
///
/// @param whole whether it counts something, such as requests in flight
/// @param least the lowest value that is tried, above 0
/// @param most the highest value that is tried
public record Variable(boolean whole, double least, double most) {

  /// Four digits tell values apart that differ by 0.1 %, and can be read.
  private static final MathContext DIGITS = new MathContext(4);

  public Variable {
    if (!(least > 0 && least < most && most < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a search goes from a number above 0 to a larger one, not from %s to %s"
              .formatted(least, most));
    }
  }

  /// A whole number from 1 on, such as `max_concurrency`.
  public static Variable whole(double most) {
    return new Variable(true, 1, most);
  }

  /// The nearest value that can be tried: inside the range, whole or of four digits.
  public double at(double wanted) {
    double inside = Math.clamp(wanted, least, most);
    return whole
        ? Math.rint(inside)
        : Math.clamp(BigDecimal.valueOf(inside).round(DIGITS).doubleValue(), least, most);
  }

  /// The nearest value that is clearly higher: by the tolerance, and by one where it counts.
  double above(double value, double tolerance) {
    double higher = at(value * (1 + tolerance));
    return whole ? Math.min(most, Math.max(higher, Math.floor(value) + 1)) : higher;
  }

  /// Whether no value of interest lies between two: they are neighbours, or differ by less than the
  /// tolerance.
  boolean closed(double low, double high, double tolerance) {
    return high <= low * (1 + tolerance) * (1 + 1e-9) || (whole && high - low <= 1);
  }
}
