package dev.kneeline.report;

import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Groups;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.metric.Direction;
import dev.kneeline.metric.Metric;
import dev.kneeline.metric.Metrics;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// The page's data: what its exploring view shows, as compact JSON that is safe inside a script
/// element.
///
/// Means have five digits and half widths three, which is more than anyone sees and keeps a page of
/// two thousand configurations under three megabytes.
final class PageData {

  /// Above this many rows only the usual figures and those of the question go into the page.
  private static final int ALL_METRICS = 400;

  /// The data of a page that has nothing to explore yet.
  static final String NOTHING = "{\"rows\":[]}";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Findings findings;
  private final List<Row> rows;
  private final List<String> parameters;
  private final List<String> metrics;
  private final List<String> shown;
  private final Optional<String> note;

  /// Texts that many rows share, such as a server's command, by their place in the page.
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  private PageData(Findings findings) {
    this.findings = findings;
    PageRows chosen = PageRows.of(findings.rows(), findings.objective(), findings.slos());
    this.rows = chosen.rows();
    this.note = chosen.note();
    Columns usual = Columns.usual(rows, findings.objective().stream().toList(), findings.slos());
    List<String> varying = Groups.varying(rows);
    this.parameters = varying.isEmpty() ? usual.settings() : varying;
    this.shown = usual.metrics().stream().filter(this::measured).toList();
    this.metrics = metrics();
  }

  /// The JSON; empty where no row has a figure, for then there is nothing to explore.
  static Optional<String> of(Findings findings) {
    PageData data = new PageData(findings);
    return data.metrics.isEmpty() ? Optional.empty() : Optional.of(data.json());
  }

  private boolean measured(String key) {
    return rows.stream().anyMatch(row -> row.average(key).isPresent());
  }

  /// Figures that are the same everywhere, and second names of a figure, only fill the menus.
  private List<String> metrics() {
    List<String> keys = new ArrayList<>(shown);
    if (rows.size() <= ALL_METRICS) {
      Columns.all(rows).metrics().stream()
          .filter(key -> !key.startsWith("p50_") && !key.startsWith("std_"))
          .filter(key -> !keys.contains(key) && varies(key))
          .forEach(keys::add);
    }
    return keys;
  }

  private boolean varies(String key) {
    return rows.stream()
            .flatMap(row -> row.average(key).stream())
            .map(Average::mean)
            .distinct()
            .count()
        > 1;
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringProperty("x", axis("interactivity"));
      json.writeStringProperty("y", axis(ParetoChart.usualY(rows)));
      json.writeStringProperty("colour", colour());
      json.writeStringProperty("walk", PlotChart.usualX(rows).orElse(""));
      json.writeStringProperty("best", best());
      json.writeStringProperty("note", note.orElse(""));
      json.writeNumberProperty("all", findings.rows().size());
      json.writeStringProperty("again", findings.evidence().again());
      strings(json, "palette", Palette.of(8));
      strings(json, "columns", shown);
      parameters(json);
      metrics(json);
      json.writeName("rows");
      json.writeStartArray();
      rows.forEach(row -> row(json, row));
      json.writeEndArray();
      strings(json, "texts", List.copyOf(texts.keySet()));
      json.writeEndObject();
    }
    // A script element ends at its end tag even inside a string.
    return text.toString().replace("<", "\\u003c");
  }

  private String axis(String wanted) {
    return metrics.contains(wanted) ? wanted : metrics.getFirst();
  }

  private String colour() {
    return Series.of(rows).names().stream().filter(parameters::contains).findFirst().orElse("");
  }

  /// The id of the answer's configuration, which the page shows first; empty without an answer.
  private String best() {
    return AnswerPart.best(findings).map(row -> row.point().id()).orElse("");
  }

  private static void strings(JsonGenerator json, String name, List<String> texts) {
    json.writeName(name);
    json.writeStartArray();
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private void parameters(JsonGenerator json) {
    json.writeName("parameters");
    json.writeStartArray();
    for (String name : parameters) {
      boolean numeric =
          rows.stream()
              .map(row -> row.value(name))
              .allMatch(value -> value.equals(Value.UNSET) || PlotChart.number(value).isPresent());
      json.writeStartObject();
      json.writeStringProperty("name", name);
      json.writeStringProperty("brief", brief(name));
      json.writeBooleanProperty("numeric", numeric);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private String brief(String name) {
    String brief = Names.brief(name);
    return parameters.stream().filter(each -> Names.brief(each).equals(brief)).count() > 1
        ? name
        : brief;
  }

  private void metrics(JsonGenerator json) {
    json.writeName("metrics");
    json.writeStartArray();
    for (String key : metrics) {
      Direction better = Metrics.find(key).map(Metric::direction).orElse(Direction.HIGHER);
      json.writeStartObject();
      json.writeStringProperty("key", key);
      json.writeStringProperty("label", MetricText.axis(key));
      json.writeStringProperty("unit", MetricText.unit(key));
      json.writeStringProperty("better", better == Direction.LOWER ? "lower" : "higher");
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void row(JsonGenerator json, Row row) {
    List<Optional<Average>> averages = metrics.stream().map(row::average).toList();
    json.writeStartObject();
    json.writeStringProperty("id", row.point().id());
    json.writeStringProperty("label", row.point().label());
    json.writeStringProperty("remark", Show.remark(row, findings.slos()));
    json.writeNumberProperty("n", row.counted().size());
    how(json, row);
    json.writeName("p");
    json.writeStartArray();
    parameters.forEach(name -> json.writeRawValue(row.value(name).json()));
    json.writeEndArray();
    json.writeName("m");
    json.writeStartArray();
    averages.forEach(average -> number(json, average.map(Average::mean), 5));
    json.writeEndArray();
    json.writeName("h");
    json.writeStartArray();
    averages.forEach(average -> number(json, average.flatMap(PageData::halfWidth), 3));
    json.writeEndArray();
    json.writeName("u");
    json.writeStartArray();
    for (int i = 0; i < averages.size(); i++) {
      if (averages.get(i).filter(average -> !average.reliable()).isPresent()) {
        json.writeNumber(i);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// The commands of server and load, and what the server said of itself.
  private void how(JsonGenerator json, Row row) {
    Findings.HowMeasured how = findings.evidence().measured().get(row.point().id());
    if (how == null) {
      return;
    }
    json.writeNumberProperty("c", place(how.server()));
    json.writeNumberProperty("l", place(how.load()));
    if (!how.told().isEmpty()) {
      json.writeName("t");
      json.writeStartObject();
      how.told()
          .forEach((name, value) -> {
            json.writeName(name);
            number(json, Optional.of(value), 3);
          });
      json.writeEndObject();
    }
  }

  private int place(String text) {
    return texts.computeIfAbsent(text, _ -> texts.size());
  }

  private static Optional<Double> halfWidth(Average average) {
    OptionalDouble half = average.halfWidth();
    return half.isPresent() ? Optional.of(half.getAsDouble()) : Optional.empty();
  }

  private static void number(JsonGenerator json, Optional<Double> number, int digits) {
    if (number.isEmpty() || !Double.isFinite(number.get())) {
      json.writeNull();
    } else {
      json.writeNumber(new BigDecimal(number.get()).round(new MathContext(digits)).doubleValue());
    }
  }
}
