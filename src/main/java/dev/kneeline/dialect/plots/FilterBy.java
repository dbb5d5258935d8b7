package dev.kneeline.dialect.plots;

import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Row;
import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// One condition of `--filter-by`, such as `max_concurrency<=1024`: a name, an operator, a value.
///
/// The operators are looked for in the order `==`, `!=`, `<=`, `>=`, `<`, `>`, as vLLM does. Blanks
/// around the parts and quotes around the value are no part of it. `==` and `!=` compare numbers
/// where both sides are numbers, `inf` among them, and texts elsewhere; the others ask for numbers.
///
/// @param name of a parameter or a metric
/// @param value as it is written, without quotes
record FilterBy(String name, Operator operator, String value) {

  /// In the order in which they are looked for.
  enum Operator {
    SAME("=="),
    OTHER("!="),
    AT_MOST("<="),
    AT_LEAST(">="),
    BELOW("<"),
    ABOVE(">");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }
  }

  /// Reads a list of conditions, all of which must hold.
  ///
  /// @throws PlotRefusal for one that is none
  static List<FilterBy> parse(List<String> texts) {
    return texts.stream().filter(text -> !text.isBlank()).map(FilterBy::parse).toList();
  }

  private static FilterBy parse(String text) {
    Operator operator =
        Arrays.stream(Operator.values())
            .filter(each -> text.contains(each.sign))
            .findFirst()
            .orElseThrow(() -> refusal(text, "no operator"));
    int at = text.indexOf(operator.sign);
    String rest = text.substring(at + operator.sign.length());
    String name = text.substring(0, at).strip();
    String value = rest.strip().replaceAll("^['\"]|['\"]$", "");
    if (rest.contains(operator.sign) || name.isEmpty() || value.isEmpty()) {
      throw refusal(text, "it is not one name, one operator and one value");
    }
    boolean ordering = operator != Operator.SAME && operator != Operator.OTHER;
    if (ordering && number(value).isEmpty()) {
      throw refusal(text, "'%s' is no number".formatted(value));
    }
    return new FilterBy(name, operator, value);
  }

  private static PlotRefusal refusal(String text, String why) {
    return new PlotRefusal(
        PlotRefusal.WRONG,
        "'%s' is no condition: %s".formatted(text, why),
        "write for example --filter-by 'max_concurrency<=1024'");
  }

  /// The rows for which every condition holds.
  ///
  /// @throws PlotRefusal for a name that no row has
  static List<Row> filter(List<Row> rows, List<FilterBy> conditions) {
    for (FilterBy condition : conditions) {
      if (rows.stream().allMatch(row -> condition.of(row).isUnset())) {
        throw unknown(rows, condition.name());
      }
    }
    return rows.stream()
        .filter(row -> conditions.stream().allMatch(condition -> condition.holds(row)))
        .toList();
  }

  static PlotRefusal unknown(List<Row> rows, String name) {
    Columns all = Columns.all(rows);
    List<String> known = new ArrayList<>(all.metrics());
    all.settings().stream().map(Names::brief).map(Names::variable).forEach(known::add);
    return new PlotRefusal(
        PlotRefusal.WRONG,
        "no run has '%s'".formatted(name),
        Nearest.to(Names.variable(name), known)
            .map("did you mean '%s'?"::formatted)
            .orElse("the runs have " + String.join(", ", known.stream().sorted().toList())));
  }

  private boolean holds(Row row) {
    Value found = of(row);
    OptionalDouble number = number(found.spelling());
    OptionalDouble wanted = number(value);
    boolean numbers = number.isPresent() && wanted.isPresent();
    boolean same =
        numbers ? number.getAsDouble() == wanted.getAsDouble() : found.spelling().equals(value);
    return switch (operator) {
      case SAME -> same;
      case OTHER -> !same;
      case AT_MOST -> numbers && number.getAsDouble() <= wanted.getAsDouble();
      case AT_LEAST -> numbers && number.getAsDouble() >= wanted.getAsDouble();
      case BELOW -> numbers && number.getAsDouble() < wanted.getAsDouble();
      case ABOVE -> numbers && number.getAsDouble() > wanted.getAsDouble();
    };
  }

  private Value of(Row row) {
    Value parameter = row.value(name);
    return !parameter.isUnset()
        ? parameter
        : row.average(name).map(Average::mean).map(Value::of).orElse(Value.UNSET);
  }

  /// A name that is a parameter or a metric of some row.
  static boolean known(List<Row> rows, String name) {
    return rows.stream().anyMatch(row -> row.average(name).isPresent())
        || rows.stream().anyMatch(row -> !row.value(name).isUnset());
  }

  private static OptionalDouble number(String text) {
    return Stream.of("inf", "+inf", "infinity").anyMatch(text::equalsIgnoreCase)
        ? OptionalDouble.of(Double.POSITIVE_INFINITY)
        : finite(text);
  }

  private static OptionalDouble finite(String text) {
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException words) {
      return OptionalDouble.empty();
    }
  }
}
