package dev.kneeline.space;

import java.math.BigDecimal;

/// How a range walks from its start to its end.
public sealed interface Step {

  /// Adds the same amount until the end would be passed: `1..10 +4` is 1, 5, 9.
  ///
  /// @param by above zero
  record Linear(BigDecimal by) implements Step {
    public Linear {
      if (by.signum() <= 0) {
        throw new IllegalArgumentException("a step is above zero, not %s".formatted(by));
      }
    }
  }

  /// Multiplies by the same amount and always ends on the end: `4..100 x2` is 4, 8, 16, 32, 64,
  /// 100.
  ///
  /// @param by above one
  record Factor(BigDecimal by) implements Step {
    public Factor {
      if (by.compareTo(BigDecimal.ONE) <= 0) {
        throw new IllegalArgumentException(
            "a factor is above 1, not %s: the range would never end".formatted(by));
      }
    }
  }

  /// So many values with equal ratios, both ends among them: `16..1024 log 7` is 16, 32, 64, 128,
  /// 256, 512, 1024.
  ///
  /// @param count at least two
  record Logarithmic(int count) implements Step {
    public Logarithmic {
      if (count < 2) {
        throw new IllegalArgumentException(
            "a logarithmic range has at least 2 values, not %d".formatted(count));
      }
    }
  }

  /// Every number between the ends: such a range has no size, and only a sampler can use it.
  record Continuous() implements Step {}

  static Step linear(long by) {
    return new Linear(BigDecimal.valueOf(by));
  }

  static Step factor(long by) {
    return new Factor(BigDecimal.valueOf(by));
  }
}
