package dev.kneeline.sweep;

import dev.kneeline.space.Domain;
import dev.kneeline.space.Step;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What is left of one parameter's values, and why.
///
/// Numbers keep the span of the best configurations and one neighbour on each side, since the best
/// value may lie between two that were measured. Where a range was declared, its steps are halved
/// within that span; a list of numbers may be all that the engine takes, and is not refined. Words
/// and switches keep those that the best ones have.
///
/// @param values as the sweep file writes them; empty where they stay as they are
/// @param why in words
record NarrowedAxis(Optional<String> values, String why) {

  private static final int DIGITS = 3;

  /// @param seen the values that the best configurations have, at least one
  static NarrowedAxis of(Domain domain, Set<Value> seen) {
    return switch (domain) {
      case Domain.RealRange range when range.step() instanceof Step.Continuous ->
          continuous(range, seen);
      case Domain.Choice _, Domain.WholeRange _, Domain.RealRange _ -> {
        List<Value> all = domain.values();
        yield all.stream().allMatch(NarrowedAxis::isNumber)
            ? span(domain, all, seen)
            : choice(all, seen);
      }
    };
  }

  private static NarrowedAxis choice(List<Value> all, Set<Value> seen) {
    List<Value> kept = all.stream().filter(seen::contains).toList();
    if (kept.isEmpty() || kept.size() == all.size()) {
      return new NarrowedAxis(Optional.empty(), "the best have all of its values");
    }
    return new NarrowedAxis(
        Optional.of(list(kept)),
        kept.size() == 1
            ? "dropped, all of the best have %s".formatted(words(kept))
            : "the best have only %s".formatted(words(kept)));
  }

  private static NarrowedAxis span(Domain domain, List<Value> all, Set<Value> seen) {
    int low = all.size();
    int high = -1;
    for (int index = 0; index < all.size(); index++) {
      if (seen.contains(all.get(index))) {
        low = Math.min(low, index);
        high = index;
      }
    }
    if (high < 0) {
      return new NarrowedAxis(Optional.empty(), "the best have none of its values");
    }
    String span = low == high ? words(all.subList(low, low + 1)) : words(all, low, high);
    List<Value> kept = all.subList(Math.max(0, low - 1), Math.min(all.size(), high + 2));
    Optional<List<Value>> finer =
        domain instanceof Domain.Choice ? Optional.empty() : refined(domain, kept);
    if (finer.isEmpty() && kept.size() == all.size()) {
      return new NarrowedAxis(Optional.empty(), "the best span all of its values");
    }
    return new NarrowedAxis(
        Optional.of(list(finer.orElse(kept))),
        "the best have %s; a neighbour on each side%s"
            .formatted(span, finer.isPresent() ? ", steps halved" : ""));
  }

  /// The values with one more between each two, geometric where the range climbs by ratios; empty
  /// where none fits between.
  private static Optional<List<Value>> refined(Domain domain, List<Value> kept) {
    boolean whole = domain instanceof Domain.WholeRange;
    boolean ratios =
        switch (domain) {
          case Domain.WholeRange range -> !(range.step() instanceof Step.Linear);
          case Domain.RealRange range -> !(range.step() instanceof Step.Linear);
          case Domain.Choice _ -> false;
        };
    List<Value> all = new ArrayList<>();
    for (int index = 0; index < kept.size(); index++) {
      if (index > 0) {
        BigDecimal middle =
            middle(number(kept.get(index - 1)), number(kept.get(index)), ratios, whole);
        Value between = whole ? Value.of(middle.longValueExact()) : Value.of(middle);
        if (!between.equals(kept.get(index - 1)) && !between.equals(kept.get(index))) {
          all.add(between);
        }
      }
      all.add(kept.get(index));
    }
    return all.size() == kept.size() ? Optional.empty() : Optional.of(all);
  }

  private static BigDecimal middle(
      BigDecimal one, BigDecimal other, boolean ratios, boolean whole) {
    BigDecimal exact =
        ratios && one.signum() > 0
            ? one.multiply(other).sqrt(MathContext.DECIMAL64)
            : one.add(other).divide(BigDecimal.TWO, MathContext.DECIMAL64);
    if (whole) {
      return exact.setScale(0, RoundingMode.HALF_EVEN);
    }
    BigDecimal shown = ratios ? exact.round(new MathContext(DIGITS)) : exact;
    return shown.stripTrailingZeros();
  }

  /// A tenth of the span is left on each side, within the range.
  private static NarrowedAxis continuous(Domain.RealRange range, Set<Value> seen) {
    List<BigDecimal> numbers =
        seen.stream().filter(NarrowedAxis::isNumber).map(NarrowedAxis::number).sorted().toList();
    if (numbers.isEmpty()) {
      return new NarrowedAxis(Optional.empty(), "the best have none of its values");
    }
    BigDecimal low = numbers.getFirst();
    BigDecimal high = numbers.getLast();
    BigDecimal margin = range.end().subtract(range.start()).movePointLeft(1);
    BigDecimal from = low.subtract(margin).max(range.start()).round(new MathContext(4));
    BigDecimal to = high.add(margin).min(range.end()).round(new MathContext(4));
    return new NarrowedAxis(
        Optional.of("%s..%s".formatted(plain(from.max(range.start())), plain(to.min(range.end())))),
        "the best have %s to %s; a tenth of the range on each side"
            .formatted(plain(low), plain(high)));
  }

  /// With a decimal point, which is what makes the numbers between decimal.
  private static String plain(BigDecimal number) {
    return number.scale() > 0 ? number.toPlainString() : number.setScale(1).toPlainString();
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Whole || value instanceof Value.Real;
  }

  private static BigDecimal number(Value value) {
    return switch (value) {
      case Value.Whole whole -> BigDecimal.valueOf(whole.number());
      case Value.Real real -> real.number();
      case Value.Text _, Value.Flag _, Value.Unset _, Value.Items _, Value.Entries _ ->
          throw new IllegalArgumentException(value.spelling() + " is no number");
    };
  }

  private static String list(List<Value> values) {
    return values.stream().map(NarrowedAxis::written).collect(Collectors.joining(", ", "[", "]"));
  }

  /// JSON is YAML; numbers keep their spelling.
  private static String written(Value value) {
    return isNumber(value) ? value.spelling() : value.json();
  }

  private static String words(List<Value> values, int low, int high) {
    return "%s to %s".formatted(values.get(low).spelling(), values.get(high).spelling());
  }

  private static String words(List<Value> values) {
    return values.stream().map(Value::spelling).collect(Collectors.joining(", "));
  }
}
