package dev.kneeline.report;

import dev.kneeline.space.Dimension;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Point;
import dev.kneeline.space.Removal;
import dev.kneeline.space.Rows;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Size;
import dev.kneeline.space.SpaceWarning;
import dev.kneeline.space.Step;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A space in words or as JSON: parameters, exact sizes, what each rule removes, warnings and five
/// points spread evenly over it.
public final class SpaceText {

  private static final int SAMPLES = 5;
  private static final int VALUES_SHOWN = 8;

  private SpaceText() {}

  public static String table(String name, SearchSpace space) {
    StringBuilder text = new StringBuilder();
    text.append("%s: %s valid of %,d points\n".formatted(name, size(space), space.productSize()));
    text.append("\nparameters\n");
    for (Dimension dimension : space.dimensions()) {
      text.append("  ").append(describe(dimension)).append('\n');
    }
    List<Removal> removals = space.removals();
    if (!removals.isEmpty()) {
      text.append("\nleft out (in order; alone in brackets)\n");
      for (Removal removal : removals) {
        text.append(
            "  %,d (%,d) by %s %s\n"
                .formatted(
                    removal.inOrder(), removal.alone(), word(removal.kind()), removal.rule()));
      }
    }
    for (SpaceWarning warning : space.warnings()) {
      text.append("\nwarning: ").append(warning.message()).append('\n');
    }
    List<Point> samples = samples(space);
    if (!samples.isEmpty()) {
      text.append("\npoints, spread evenly\n");
      samples.forEach(point -> text.append("  %s  %s\n".formatted(point.id(), point.label())));
    }
    return text.toString();
  }

  public static String json(String name, SearchSpace space) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("product", space.productSize().toString());
    switch (space.validSize()) {
      case Size.Exact(BigInteger count) -> json.put("valid", count.toString());
      case Size.Bounds(BigInteger least, BigInteger most, String rule) -> {
        json.put("valid", null);
        json.put("valid_at_least", least.toString());
        json.put("valid_at_most", most.toString());
        json.put("not_counted_through", rule);
      }
      case Size.Endless(String parameter) -> {
        json.put("valid", null);
        json.put("endless", parameter);
      }
    }
    json.put("parameters", space.dimensions().stream().map(SpaceText::dimension).toList());
    json.put("removed", space.removals().stream().map(SpaceText::removal).toList());
    json.put("warnings", space.warnings().stream().map(SpaceWarning::message).toList());
    json.put("samples", samples(space).stream().map(SpaceText::point).toList());
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(json)
        + "\n";
  }

  private static String size(SearchSpace space) {
    return switch (space.validSize()) {
      case Size.Exact(BigInteger count) -> "%,d".formatted(count);
      case Size.Bounds(BigInteger least, BigInteger most, String rule) ->
          "between %,d and %,d (not counted through '%s')".formatted(least, most, rule);
      case Size.Endless(String parameter) ->
          "endlessly many ('%s' has no step)".formatted(parameter);
    };
  }

  private static String describe(Dimension dimension) {
    return switch (dimension) {
      case Parameter parameter ->
          "%s  %s%s"
              .formatted(
                  parameter.name(),
                  values(parameter.domain()),
                  parameter.when().map(when -> "  when " + when.text()).orElse(""));
      case Rows rows ->
          "%s  %d rows of %s"
              .formatted(
                  rows.name(), rows.rows().size(), String.join(", ", rows.scopes().keySet()));
    };
  }

  private static String values(Domain domain) {
    if (domain
        instanceof Domain.RealRange(BigDecimal start, BigDecimal end, Step.Continuous none)) {
      return "any number from %s to %s".formatted(start, end);
    }
    List<Value> values = domain.values();
    return values.size() <= VALUES_SHOWN
        ? spellings(values)
        : spellings(values.subList(0, VALUES_SHOWN - 1))
            + ", ... %s (%d values)".formatted(values.getLast().spelling(), values.size());
  }

  private static String spellings(List<Value> values) {
    return values.stream().map(Value::spelling).collect(Collectors.joining(", "));
  }

  private static String word(Removal.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static List<Point> samples(SearchSpace space) {
    if (!(space.validSize() instanceof Size.Exact(BigInteger count)) || count.signum() == 0) {
      return List.of();
    }
    int number = count.min(BigInteger.valueOf(SAMPLES)).intValue();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      BigInteger index =
          number == 1
              ? BigInteger.ZERO
              : count
                  .subtract(BigInteger.ONE)
                  .multiply(BigInteger.valueOf(i))
                  .divide(BigInteger.valueOf(number - 1L));
      points.add(space.point(index));
    }
    return points;
  }

  private static Map<String, @Nullable Object> dimension(Dimension dimension) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", dimension.name());
    switch (dimension) {
      case Parameter parameter -> {
        json.put("scope", parameter.scope().name().toLowerCase(Locale.ROOT));
        json.put("values", values(parameter.domain()));
        json.put("when", parameter.when().map(when -> when.text()).orElse(null));
      }
      case Rows rows -> {
        json.put("parameters", List.copyOf(rows.scopes().keySet()));
        json.put("rows", rows.rows().size());
      }
    }
    return json;
  }

  private static Map<String, Object> removal(Removal removal) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", word(removal.kind()));
    json.put("rule", removal.rule());
    json.put("alone", removal.alone().toString());
    json.put("in_order", removal.inOrder().toString());
    return json;
  }

  private static Map<String, @Nullable Object> point(Point point) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    point.values().forEach((name, value) -> json.put(name, JsonValues.of(value)));
    return json;
  }
}
