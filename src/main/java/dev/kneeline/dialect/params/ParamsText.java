package dev.kneeline.dialect.params;

import dev.kneeline.space.Point;
import dev.kneeline.space.Removal;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Size;
import dev.kneeline.space.SpaceWarning;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Catalogue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the command says about a catalogue and its space.
final class ParamsText {

  private ParamsText() {}

  /// `--count`: exact numbers as decimal strings, since JSON readers make 10^18 inexact.
  static String count(SearchSpace space) {
    List<Removal> removals = space.removals();
    return """
    {
      "product": "%s",
      "valid": %s,
      "removed": %s,
      "removed_alone": %s
    }
    """
        .formatted(
            space.productSize(),
            valid(space.validSize()),
            counts(removals, Removal::inOrder),
            counts(removals, Removal::alone));
  }

  private static String valid(Size size) {
    return switch (size) {
      case Size.Exact(BigInteger count) -> "\"" + count + "\"";
      case Size.Bounds(BigInteger least, BigInteger most, String rule) ->
          "{\"least\": \"%s\", \"most\": \"%s\", \"rule\": %s}"
              .formatted(least, most, Value.of(rule).json());
      case Size.Endless _ -> throw steps();
    };
  }

  private static String counts(List<Removal> removals, Function<Removal, BigInteger> count) {
    return removals.stream()
        .map(removal ->
            "\n    %s: \"%s\"".formatted(Value.of(removal.rule()).json(), count.apply(removal)))
        .collect(Collectors.joining(",", "{", removals.isEmpty() ? "}" : "\n  }"));
  }

  /// `--show-info`: each parameter with values, description and the rules that read it.
  static String info(Catalogue catalogue) {
    List<String> entries = new ArrayList<>();
    for (Catalogue.Entry entry : catalogue.parameters()) {
      entries.add(
          """
          %s: {
            "values": %s,
            "description": %s,
            "num_values": %d,
            "rules": %s
          }\
          """
              .formatted(
                  Value.of(entry.name()).json(),
                  new Value.Items(entry.values()).json().replace(",", ", "),
                  Value.of(entry.description()).json(),
                  entry.values().size(),
                  rules(catalogue, entry)));
    }
    return entries.stream().collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String rules(Catalogue catalogue, Catalogue.Entry entry) {
    return catalogue.compiled().entrySet().stream()
        .filter(rule -> rule.getValue().reads().contains(entry.name()))
        .map(rule -> Value.of(rule.getKey().name()).json())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /// What is printed where no file is asked for.
  static String summary(Catalogue catalogue, SearchSpace space) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %d parameters, %,d combinations, %s\n"
            .formatted(
                catalogue.name(),
                catalogue.parameters().size(),
                space.productSize(),
                validity(space)));
    List<Removal> removals = space.removals();
    for (Removal removal : removals) {
      text.append("  %,27d  %s\n".formatted(removal.inOrder(), removal.rule()));
    }
    for (SpaceWarning warning : space.warnings()) {
      text.append("warning: ").append(warning.message()).append('\n');
    }
    return text.toString();
  }

  private static String validity(SearchSpace space) {
    return switch (space.validSize()) {
      case Size.Exact(BigInteger count) ->
          "%,d of them valid (%s %%)%s"
              .formatted(
                  count,
                  percent(count, space.productSize()),
                  space.removals().isEmpty() ? "" : "; the rules take out, in order,");
      case Size.Bounds(BigInteger least, BigInteger most, String rule) ->
          "%,d to %,d of them valid, because '%s' joins too many values"
              .formatted(least, most, rule);
      case Size.Endless _ -> throw steps();
    };
  }

  private static IllegalStateException steps() {
    return new IllegalStateException("the values of a catalogue are lists");
  }

  private static String percent(BigInteger part, BigInteger whole) {
    return new BigDecimal(part)
        .multiply(BigDecimal.valueOf(100))
        .divide(new BigDecimal(whole), new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// A combination by what is not at its default.
  static String difference(Catalogue catalogue, Point point) {
    String difference =
        catalogue.parameters().stream()
            .filter(entry -> !point.value(entry.name()).equals(entry.values().getFirst()))
            .map(entry -> entry.name() + "=" + point.value(entry.name()).spelling())
            .collect(Collectors.joining(" "));
    return difference.isEmpty() ? "all defaults" : difference;
  }

  /// How `cover` fared.
}
