package dev.kneeline.space;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// The values that a parameter may take, in the order in which they are tried.
public sealed interface Domain {

  /// A list of values.
  ///
  /// @param values at least one
  record Choice(List<Value> values) implements Domain {
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("an axis needs at least one value");
      }
    }
  }

  /// Whole numbers between two ends, both of them at most 2^63 - 1 in size.
  record WholeRange(long start, long end, Step step) implements Domain {
    public WholeRange {
      Ladders.check(BigDecimal.valueOf(start), BigDecimal.valueOf(end), step);
      if (step instanceof Step.Continuous) {
        throw new IllegalArgumentException("a range of whole numbers has a step");
      }
      if (step instanceof Step.Linear(BigDecimal by) && by.stripTrailingZeros().scale() > 0) {
        throw new IllegalArgumentException(
            "a range of whole numbers has a whole step, not %s".formatted(by));
      }
    }
  }

  /// Decimal numbers between two ends; with a [Step.Continuous] it has no size.
  record RealRange(BigDecimal start, BigDecimal end, Step step) implements Domain {
    public RealRange {
      Ladders.check(start, end, step);
    }
  }

  static Domain of(Value... values) {
    return new Choice(List.of(values));
  }

  /// Whether the domain has a number of values.
  default boolean isFinite() {
    return !(this instanceof RealRange(BigDecimal _, BigDecimal _, Step.Continuous()));
  }

  /// How many values there are, without making them.
  ///
  /// @throws IllegalStateException for a continuous range
  default BigInteger size() {
    return switch (this) {
      case Choice(List<Value> values) -> BigInteger.valueOf(values.size());
      case WholeRange(long start, long end, Step.Linear(BigDecimal by)) ->
          Ladders.linearSize(BigDecimal.valueOf(start), BigDecimal.valueOf(end), by);
      case RealRange(BigDecimal start, BigDecimal end, Step.Linear(BigDecimal by)) ->
          Ladders.linearSize(start, end, by);
      case WholeRange _, RealRange _ -> BigInteger.valueOf(values().size());
    };
  }

  /// All values in order; those of a list as they were written, where a space counts equal ones
  /// only once.
  ///
  /// @throws IllegalStateException for a continuous range, and for one with more than ten million
  ///   values
  default List<Value> values() {
    return switch (this) {
      case Choice(List<Value> values) -> values;
      case WholeRange(long start, long end, Step step) -> Ladders.whole(start, end, step);
      case RealRange(BigDecimal start, BigDecimal end, Step step) -> Ladders.real(start, end, step);
    };
  }
}
