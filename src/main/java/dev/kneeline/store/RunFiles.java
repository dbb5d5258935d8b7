package dev.kneeline.store;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Window;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ProcessCommand;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.Secrets;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// `run.json` and `failure.json`: what is written when an attempt ends, and how it is read back.
final class RunFiles {

  private RunFiles() {}

  /// Which planned run an attempt is for, and where it lies.
  ///
  /// @param server folder of the server's attempt, relative to the study; empty for none
  record Place(PlannedRun planned, String folder, int attempt, String server) {}

  static Value run(
      Place place, RunRecord record, Optional<RawFile> raw, Instant now, Redaction redaction) {
    Fields fields = head(place, redaction).put("committed", now);
    fields.put(
        "verdict",
        new Fields()
            .put("status", record.verdict().status())
            .put("reasons", record.verdict().reasons())
            .value());
    fields.put("simulated", record.origin().simulated());
    if (record.origin().simulated()) {
      fields.put("no_effect_in_simulation", record.origin().ignored());
    }
    fields.put(
        "engine",
        new Fields()
            .put("name", record.origin().engine())
            .put("version", record.origin().version())
            .value());
    putFigures(fields, record.figures());
    fields.put("cost", cost(record.cost()));
    fields.put("window", record.window().map(RunFiles::window).orElse(Value.UNSET));
    fields.put("raw", raw.map(RunFiles::raw).orElse(Value.UNSET));
    fields.put("load", load(place.planned().load(), redaction));
    fields.put("facts", new Value.Entries(redaction.values(record.facts())));
    return fields.put("notes", record.notes().stream().map(redaction::text).toList()).value();
  }

  /// A `run.json` with other figures; its keys keep their order.
  static Value withFigures(Value file, Figures figures) {
    Fields fields = new Fields();
    fields.entries().putAll(Fields.of(file).entries());
    putFigures(fields, figures);
    return fields.value();
  }

  /// The built-in generator's options in a `run.json`.
  static Optional<SequencedMap<String, Value>> options(Value file) {
    Fields load = Fields.of(file).object("load");
    return load.has("options") && !load.has("command")
        ? Optional.of(load.object("options").entries())
        : Optional.empty();
  }

  static Value failure(Place place, Failure failure, Instant now, Redaction redaction) {
    Fields fields = head(place, redaction).put("failed", now);
    putFailure(fields, failure, redaction);
    return fields.put("load", load(place.planned().load(), redaction)).value();
  }

  /// The failure of a server, which is the failure of every run that it was to serve.
  static Value serverFailure(
      Failure failure, List<PlannedRun> notMeasured, Instant now, Redaction redaction) {
    Fields fields = new Fields().put("format", StudyFolder.FORMAT).put("failed", now);
    putFailure(fields, failure, redaction);
    List<Value> runs = new ArrayList<>();
    notMeasured.forEach(run -> runs.add(identity(run, redaction).value()));
    return fields.put("not_measured", new Value.Items(runs)).value();
  }

  static StoredFailure readFailure(Value file, String folder) {
    Fields fields = Fields.of(file);
    return failed(fields, folder, fields.instant("failed"), failure(fields));
  }

  static List<StoredFailure> readServerFailure(Value file, String folder) {
    Fields fields = Fields.of(file);
    Instant at = fields.instant("failed");
    Failure failure = failure(fields);
    return fields.items("not_measured").stream()
        .map(run -> failed(Fields.of(run), folder, at, failure))
        .toList();
  }

  static Point point(Fields fields) {
    return new Point(fields.object("point").entries());
  }

  private static StoredFailure failed(Fields run, String folder, Instant at, Failure failure) {
    return new StoredFailure(
        point(run), run.count("repetition"), run.text("fingerprint"), folder, at, failure);
  }

  private static Fields head(Place place, Redaction redaction) {
    Fields fields = new Fields().put("format", StudyFolder.FORMAT);
    fields.entries().putAll(identity(place.planned(), redaction).entries());
    return fields.put("attempt", place.attempt()).put("server", place.server());
  }

  private static Fields identity(PlannedRun planned, Redaction redaction) {
    return new Fields()
        .put("point_id", planned.point().id())
        .put("point", new Value.Entries(redaction.values(planned.point().values())))
        .put("repetition", planned.repetition())
        .put("seed", planned.seed())
        .put("fingerprint", planned.fingerprint());
  }

  private static void putFigures(Fields fields, Figures figures) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    List<String> unreliable = new ArrayList<>();
    figures
        .byKey()
        .forEach((key, figure) -> {
          values.put(key, figure.value().isPresent() ? number(figure) : Value.UNSET);
          if (figure.value().isPresent() && !figure.reliable()) {
            unreliable.add(key);
          }
        });
    fields.put("figures", new Value.Entries(values)).put("unreliable", unreliable);
  }

  /// Numbers that JSON cannot write, which other tools' result files do hold, stay as texts.
  private static Value number(Figure figure) {
    double number = figure.value().orElseThrow();
    return Double.isFinite(number) ? Value.of(number) : Value.of(Double.toString(number));
  }

  private static Value cost(Run.Cost cost) {
    return new Fields()
        .put("seconds", cost.seconds())
        .put("server_start_seconds", cost.serverStartSeconds())
        .put("gpus", cost.gpus())
        .value();
  }

  private static Value window(Window window) {
    return new Fields()
        .put("start_ns", window.startNanos())
        .put("end_ns", window.endNanos())
        .value();
  }

  private static Value raw(RawFile raw) {
    return new Fields()
        .put("file", raw.name())
        .put("bytes", raw.bytes())
        .put("sha256", raw.sha256())
        .value();
  }

  private static void putFailure(Fields fields, Failure failure, Redaction redaction) {
    fields
        .put("kind", Fields.name(failure.kind()))
        .put("message", redaction.text(failure.message()))
        .put("hint", redaction.text(failure.hint()))
        .put("log", failure.log());
  }

  private static Failure failure(Fields fields) {
    return new Failure(
        fields.oneOf("kind", FailureKind.class),
        fields.text("message"),
        fields.text("hint"),
        fields.text("log"));
  }

  private static Value load(LoadSpec load, Redaction redaction) {
    return switch (load) {
      case LoadSpec.Generated(Map<String, Value> options) ->
          new Fields().put("options", new Value.Entries(redaction.values(options))).value();
      case LoadSpec.External(ProcessCommand command, ResultSource result) ->
          new Fields()
              .put("command", words(command, redaction))
              .put("environment", environment(command, redaction))
              .put("result", Fields.name(result.format()))
              .value();
    };
  }

  private static List<String> words(ProcessCommand command, Redaction redaction) {
    List<String> words = command.arguments().stream().map(Template::show).toList();
    return Secrets.hideInArguments(words).stream().map(redaction::text).toList();
  }

  private static Value environment(ProcessCommand command, Redaction redaction) {
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    command.environment().forEach((name, value) -> variables.put(name, Value.of(value.show())));
    return new Value.Entries(redaction.values(variables));
  }
}
