package dev.kneeline.report;

import dev.kneeline.analysis.Average;
import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Slo;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/// Rows as JSON for scripts: every digit, `null` where nothing was measured.
///
/// An array of objects: `id`, `state`, `parameters`, `columns`, `runs`, `excluded` (`invalid`,
/// `failed` and `stale`, counted), `simulated` (and `no_effect_in_simulation` where flags had
/// none), `keeps_slos`, and under `metrics` per key `mean`, `std`, `runs`, `ci95` (two ends or
/// null), `bootstrap95` (of a percentile of five runs or more) and `reliable`.
public final class JsonRows {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonRows() {}

  /// The rows in their order, with the chosen metrics.
  public static String of(List<Row> rows, Columns columns, List<Slo> slos) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        MAPPER.writer().with(new DefaultPrettyPrinter()).createGenerator(text)) {
      json.writeStartArray();
      rows.forEach(row -> write(json, row, columns, slos));
      json.writeEndArray();
    }
    return text.append('\n').toString();
  }

  private static void write(JsonGenerator json, Row row, Columns columns, List<Slo> slos) {
    json.writeStartObject();
    json.writeStringProperty("id", row.point().id());
    json.writeStringProperty("state", state(row.state()));
    json.writeName("parameters");
    json.writeStartObject();
    row.point().values().forEach((name, value) -> write(json, name, value));
    json.writeEndObject();
    json.writeName("columns");
    json.writeStartObject();
    row.columns().forEach((name, value) -> write(json, name, value));
    json.writeEndObject();
    json.writeName("runs");
    json.writeStartArray();
    row.runs().forEach(run -> write(json, run));
    json.writeEndArray();
    json.writeName("excluded");
    json.writeStartObject();
    json.writeNumberProperty("invalid", row.invalid());
    json.writeNumberProperty("failed", row.leftOut().failures());
    json.writeNumberProperty("stale", row.leftOut().stale());
    json.writeEndObject();
    json.writeBooleanProperty("simulated", row.simulated());
    if (!row.ignored().isEmpty()) {
      json.writeName("no_effect_in_simulation");
      json.writeStartArray();
      row.ignored().forEach(json::writeString);
      json.writeEndArray();
    }
    json.writeBooleanProperty(
        "keeps_slos",
        row.measured() && slos.stream().allMatch(slo -> slo.holds(mean(row, slo.key()))));
    json.writeName("metrics");
    json.writeStartObject();
    columns.metrics().forEach(key -> write(json, key, row));
    json.writeEndObject();
    json.writeEndObject();
  }

  private static double mean(Row row, String key) {
    return row.average(key).map(Average::mean).orElse(Double.NaN);
  }

  private static void write(JsonGenerator json, Run run) {
    json.writeStartObject();
    json.writeNumberProperty("repetition", run.repetition());
    json.writeStringProperty("verdict", run.verdict().status());
    json.writeBooleanProperty("counts", run.counts());
    json.writeStringProperty("folder", run.folder());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String key, Row row) {
    Optional<Average> average = row.average(key);
    json.writeName(key);
    if (average.isEmpty()) {
      json.writeNull();
      return;
    }
    Average figure = average.get();
    json.writeStartObject();
    json.writeNumberProperty("mean", figure.mean());
    json.writeName("std");
    if (figure.runs() > 1) {
      json.writeNumber(figure.deviation());
    } else {
      json.writeNull();
    }
    json.writeNumberProperty("runs", figure.runs());
    json.writeName("ci95");
    if (figure.runs() > 1) {
      json.writeArray(new double[] {figure.low(), figure.high()}, 0, 2);
    } else {
      json.writeNull();
    }
    row.bootstrap(key)
        .ifPresent(interval -> {
          json.writeName("bootstrap95");
          json.writeArray(new double[] {interval.low(), interval.high()}, 0, 2);
        });
    json.writeBooleanProperty("reliable", figure.reliable());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Value value) {
    json.writeName(name);
    json.writeRawValue(value.json());
  }

  private static String state(TrialState state) {
    return state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
