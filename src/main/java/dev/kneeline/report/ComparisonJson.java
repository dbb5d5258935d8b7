package dev.kneeline.report;

import dev.kneeline.analysis.Comparison;
import dev.kneeline.analysis.Difference;
import dev.kneeline.metric.Interval;
import dev.kneeline.space.Point;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/// Comparisons for programs: a list of one object for each later study.
public final class ComparisonJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ComparisonJson() {}

  /// One comparison with what it is of.
  ///
  /// @param before the first study's name
  /// @param after the later one's
  /// @param changed what differs in their provenance, as `before -> after` by name
  /// @param failing differences that made a gate fail
  public record Compared(
      String before,
      String after,
      Map<String, String> changed,
      Comparison comparison,
      List<Difference> failing) {}

  /// The text, with a line feed at its end.
  public static String of(List<Compared> all) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        MAPPER.writer().with(new DefaultPrettyPrinter()).createGenerator(text)) {
      json.writeStartArray();
      all.forEach(each -> write(json, each));
      json.writeEndArray();
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, Compared each) {
    Comparison comparison = each.comparison();
    json.writeStartObject();
    json.writeStringProperty("before", each.before());
    json.writeStringProperty("after", each.after());
    json.writeName("changed");
    json.writeStartObject();
    each.changed().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeNumberProperty("matched", comparison.matched());
    labels(json, "only_before", comparison.onlyBefore());
    labels(json, "only_after", comparison.onlyAfter());
    differences(json, "overall", comparison.overall());
    differences(json, "points", comparison.points());
    differences(json, "gate_failures", each.failing());
    json.writeEndObject();
  }

  private static void labels(JsonGenerator json, String name, List<Point> points) {
    json.writeName(name);
    json.writeStartArray();
    points.forEach(point -> json.writeString(point.label()));
    json.writeEndArray();
  }

  private static void differences(JsonGenerator json, String name, List<Difference> differences) {
    json.writeName(name);
    json.writeStartArray();
    for (Difference each : differences) {
      json.writeStartObject();
      json.writeStringProperty("metric", each.key());
      each.at().ifPresent(point -> point(json, point));
      number(json, "before", each.before());
      number(json, "after", each.after());
      number(json, "change", each.change());
      number(json, "change_low", each.interval().map(Interval::low).orElse(Double.NaN));
      number(json, "change_high", each.interval().map(Interval::high).orElse(Double.NaN));
      number(json, "p", or(each.p()));
      number(json, "would_find", or(each.smallest()));
      json.writeBooleanProperty("significant", each.significant());
      json.writeStringProperty("verdict", each.verdict().words());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void point(JsonGenerator json, Point point) {
    json.writeName("parameters");
    json.writeStartObject();
    point
        .values()
        .forEach((name, value) -> {
          json.writeName(name);
          json.writeRawValue(value.json());
        });
    json.writeEndObject();
  }

  /// What JSON has no number for is null.
  private static void number(JsonGenerator json, String name, double value) {
    json.writeName(name);
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static double or(OptionalDouble value) {
    return value.orElse(Double.NaN);
  }
}
