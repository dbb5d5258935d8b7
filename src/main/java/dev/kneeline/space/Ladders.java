package dev.kneeline.space;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The values of ranges.
final class Ladders {

  private static final int MOST_VALUES = 10_000_000;

  /// Digits to which the inner rungs of a logarithmic range are rounded: no flag needs more.
  private static final MathContext SHORT = new MathContext(6);

  private Ladders() {}

  static void check(BigDecimal start, BigDecimal end, Step step) {
    if (end.compareTo(start) < 0) {
      throw new IllegalArgumentException(
          "a range ends at or above its start %s, not at %s".formatted(start, end));
    }
    boolean ratios = step instanceof Step.Factor || step instanceof Step.Logarithmic;
    if (ratios && start.signum() <= 0) {
      throw new IllegalArgumentException(
          "a range with a ratio starts above zero, not at %s".formatted(start));
    }
  }

  static BigInteger linearSize(BigDecimal start, BigDecimal end, BigDecimal by) {
    return end.subtract(start).divideToIntegralValue(by).toBigInteger().add(BigInteger.ONE);
  }

  static List<Value> whole(long start, long end, Step step) {
    return real(BigDecimal.valueOf(start), BigDecimal.valueOf(end), step, true).stream()
        .map(number -> Value.of(number.longValueExact()))
        .toList();
  }

  static List<Value> real(BigDecimal start, BigDecimal end, Step step) {
    return real(start, end, step, false).stream().map(Value::of).toList();
  }

  private static List<BigDecimal> real(BigDecimal start, BigDecimal end, Step step, boolean whole) {
    return switch (step) {
      case Step.Linear(BigDecimal by) -> linear(start, end, by);
      case Step.Factor(BigDecimal by) -> ladder(start, end, by, whole);
      case Step.Logarithmic(int count) -> logarithmic(start, end, count, whole);
      case Step.Continuous() ->
          throw new IllegalStateException(
              "the range %s..%s has no step and so no list of values".formatted(start, end));
    };
  }

  private static List<BigDecimal> linear(BigDecimal start, BigDecimal end, BigDecimal by) {
    BigInteger size = linearSize(start, end, by);
    if (size.compareTo(BigInteger.valueOf(MOST_VALUES)) > 0) {
      throw new IllegalStateException(
          "the range %s..%s has %s values, more than %d".formatted(start, end, size, MOST_VALUES));
    }
    List<BigDecimal> values = new ArrayList<>();
    for (int index = 0; index < size.intValueExact(); index++) {
      // The larger scale of start and step, so that 0.80..0.92 +0.02 is 0.80, 0.82 ... and never
      // 0.8200000000000001.
      values.add(start.add(by.multiply(BigDecimal.valueOf(index))));
    }
    return values;
  }

  private static List<BigDecimal> ladder(
      BigDecimal start, BigDecimal end, BigDecimal by, boolean whole) {
    List<BigDecimal> rungs = new ArrayList<>();
    BigDecimal rung = start;
    while (rung.compareTo(end) < 0) {
      rungs.add(rung);
      if (rungs.size() > MOST_VALUES) {
        throw new IllegalStateException(
            "a ladder with the factor %s has too many rungs".formatted(by));
      }
      rung = next(rung, by, whole);
    }
    rungs.add(end);
    return rungs;
  }

  /// A whole ladder climbs by at least one, or 1 x1.2 would stay on 1 for ever.
  private static BigDecimal next(BigDecimal rung, BigDecimal by, boolean whole) {
    BigDecimal product = rung.multiply(by, MathContext.DECIMAL64);
    if (!whole) {
      return product.stripTrailingZeros().scale() < 0
          ? product.setScale(0, RoundingMode.UNNECESSARY)
          : product;
    }
    return product.setScale(0, RoundingMode.HALF_UP).max(rung.add(BigDecimal.ONE));
  }

  private static List<BigDecimal> logarithmic(
      BigDecimal start, BigDecimal end, int count, boolean whole) {
    TreeSet<BigDecimal> values = new TreeSet<>(List.of(start, end));
    double ratio = Math.log(end.doubleValue() / start.doubleValue()) / (count - 1);
    for (int index = 1; index < count - 1; index++) {
      BigDecimal exact = BigDecimal.valueOf(start.doubleValue() * Math.exp(ratio * index));
      BigDecimal value = whole ? exact.setScale(0, RoundingMode.HALF_UP) : shortened(exact);
      if (value.compareTo(start) > 0 && value.compareTo(end) < 0) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  private static BigDecimal shortened(BigDecimal exact) {
    BigDecimal rounded = exact.round(SHORT).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
  }
}
