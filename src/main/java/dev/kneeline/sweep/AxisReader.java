package dev.kneeline.sweep;

import dev.kneeline.space.Domain;
import dev.kneeline.space.Step;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the values of a parameter: a list, a single value, or a range.
///
/// The ranges: `4..256 x2` climbs by a factor and always ends on its end, `0.80..0.92 +0.02` by an
/// amount, `16..1024 log 7` has so many values with equal ratios, `1..8` has every whole number and
/// `0.1..0.9` is continuous, for samplers only. In a list a range stands for its values.
final class AxisReader {

  private static final String NUMBER = "[-+]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][-+]?\\d{1,3})?";
  private static final Pattern RANGE =
      Pattern.compile(
          "(%1$s)\\s*\\.\\.\\s*(%1$s)(?:\\s*(?:[x*]\\s*(%1$s)|\\+\\s*(%1$s)|log\\s*(\\d{1,6})))?"
              .formatted(NUMBER));
  private static final Pattern LIKE_A_RANGE = Pattern.compile("[-+]?\\d[\\d.]*\\s*\\.\\..*");
  private static final String FORMS = "write 4..256 x2, 0.80..0.92 +0.02, 16..1024 log 7 or 1..8";

  /// More values are a slip of the step.
  private static final BigInteger MOST_VALUES = BigInteger.valueOf(1_000_000);

  private final Problems problems;

  AxisReader(Problems problems) {
    this.problems = problems;
  }

  /// The domain of an axis, or nothing where there is a problem.
  ///
  /// @param name what the axis is called
  Optional<Domain> domain(String name, Node node) {
    return switch (node) {
      case Node.Sequence sequence -> list(name, sequence);
      case Node.Mapping mapping -> {
        problems.error(
            node.span(),
            "an axis is a list, a range or a value, not a map",
            "put a map that is a value into a list; 'when' and 'else' go below params:");
        yield Optional.empty();
      }
      case Node.Scalar scalar ->
          isRange(scalar) ? range(scalar) : Optional.of(Domain.of(scalar.value()));
    };
  }

  /// The values one by one, equal ones as often as they are written; nothing where there is a
  /// problem.
  Optional<List<Value>> values(Node node) {
    if (node instanceof Node.Sequence sequence) {
      List<Value> values = new ArrayList<>();
      for (Node item : sequence.items()) {
        if (item instanceof Node.Scalar scalar && isRange(scalar)) {
          Optional<List<Value>> spliced = finite(scalar);
          if (spliced.isEmpty()) {
            return Optional.empty();
          }
          values.addAll(spliced.get());
        } else {
          values.add(item.value());
        }
      }
      return Optional.of(values);
    }
    if (node instanceof Node.Scalar scalar && isRange(scalar)) {
      return finite(scalar);
    }
    return Optional.of(List.of(node.value()));
  }

  private Optional<Domain> list(String name, Node.Sequence sequence) {
    return values(sequence)
        .filter(values -> {
          if (values.isEmpty()) {
            problems.error(
                sequence.span(),
                "an axis needs at least one value: " + name,
                "give values, a range such as 64..512 x2, or remove the line");
          }
          return !values.isEmpty();
        })
        .map(Domain.Choice::new);
  }

  private Optional<List<Value>> finite(Node.Scalar scalar) {
    Optional<Domain> range = range(scalar);
    if (range.isPresent() && !range.get().isFinite()) {
      problems.error(scalar.span(), "a range among other values needs a step", FORMS);
      return Optional.empty();
    }
    return range.map(Domain::values);
  }

  private static boolean isRange(Node.Scalar scalar) {
    return scalar.value() instanceof Value.Text(String text)
        && LIKE_A_RANGE.matcher(text.strip()).matches();
  }

  private Optional<Domain> range(Node.Scalar scalar) {
    Matcher matcher = RANGE.matcher(scalar.text().strip());
    if (!matcher.matches()) {
      problems.error(scalar.span(), "'%s' is not a range".formatted(scalar.text()), FORMS);
      return Optional.empty();
    }
    try {
      Domain domain = domain(matcher);
      if (domain.isFinite() && domain.size().compareTo(MOST_VALUES) > 0) {
        problems.error(
            scalar.span(),
            "the range has %s values, more than %s".formatted(domain.size(), MOST_VALUES),
            "take a larger step, or x2 or log 20");
        return Optional.empty();
      }
      return Optional.of(domain);
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException wrong) {
      problems.error(scalar.span(), String.valueOf(wrong.getMessage()), FORMS);
      return Optional.empty();
    }
  }

  private static Domain domain(Matcher matcher) {
    BigDecimal start = new BigDecimal(matcher.group(1));
    BigDecimal end = new BigDecimal(matcher.group(2));
    Optional<Step> step = step(matcher);
    boolean whole =
        isWhole(start)
            && isWhole(end)
            && !(step.orElse(null) instanceof Step.Linear(BigDecimal by) && !isWhole(by));
    if (whole) {
      return new Domain.WholeRange(
          start.longValueExact(), end.longValueExact(), step.orElse(Step.linear(1)));
    }
    return new Domain.RealRange(start, end, step.orElse(new Step.Continuous()));
  }

  private static Optional<Step> step(Matcher matcher) {
    if (matcher.group(3) != null) {
      return Optional.of(new Step.Factor(new BigDecimal(matcher.group(3))));
    }
    if (matcher.group(4) != null) {
      return Optional.of(new Step.Linear(new BigDecimal(matcher.group(4))));
    }
    return Optional.ofNullable(matcher.group(5))
        .map(count -> new Step.Logarithmic(Integer.parseInt(count)));
  }

  /// Whether it is written without a decimal point; 1.0 asks for decimal numbers.
  private static boolean isWhole(BigDecimal number) {
    return number.scale() == 0;
  }
}
