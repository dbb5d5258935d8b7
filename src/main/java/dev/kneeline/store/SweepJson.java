package dev.kneeline.store;

import dev.kneeline.engine.Engine;
import dev.kneeline.metric.Slo;
import dev.kneeline.plan.Conduct;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Placement;
import dev.kneeline.plan.Precision;
import dev.kneeline.plan.Secrets;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Dimension;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Removal;
import dev.kneeline.space.Rows;
import dev.kneeline.space.Scope;
import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The question as it was understood, every default filled in, for programs that read studies.
///
/// A run never reads it back: the sweep file beside it is what a question is read from.
final class SweepJson {

  private SweepJson() {}

  static Value of(Sweep sweep) {
    return new Fields()
        .put("format", StudyFolder.FORMAT)
        .put("name", sweep.name())
        .put("subject", subject(sweep.subject()))
        .put("measurement", measurement(sweep.measurement()))
        .put(
            "dimensions",
            list(sweep.space().dimensions().stream().map(SweepJson::dimension).toList()))
        .put("excluded", list(sweep.space().removals().stream().map(SweepJson::removal).toList()))
        .put(
            "search",
            new Fields()
                .put("method", sweep.search().method())
                .put("seed", sweep.search().seed())
                .put("limit", count(sweep.search().limit()))
                .put("options", map(sweep.search().options()))
                .value())
        .put("goal", goal(sweep.goal()))
        .put("conduct", conduct(sweep.conduct()))
        .put("executor", Fields.name(sweep.placement().executor()))
        .put("gpu_hour_price", price(sweep.placement()))
        .value();
  }

  private static Value price(Placement placement) {
    return placement.gpuHourPrice().isPresent()
        ? Value.of(placement.gpuHourPrice().getAsDouble())
        : Value.UNSET;
  }

  private static Value subject(Subject subject) {
    return switch (subject) {
      case Subject.Started started ->
          engine(started.engine())
              .put("command", words(started.command()))
              .put("parameters", map(started.parameters()))
              .put("environment", texts(started.environment()))
              .put("port", count(started.port()))
              .value();
      case Subject.Running(Engine engine, String url) -> engine(engine).put("url", url).value();
      case Subject.Offline() -> Value.UNSET;
    };
  }

  private static Fields engine(Engine engine) {
    return new Fields().put("engine", engine.name());
  }

  private static Value measurement(Measurement measurement) {
    return switch (measurement) {
      case Measurement.Generated(Map<String, Value> options) ->
          new Fields().put("options", map(options)).value();
      case Measurement.External external ->
          new Fields()
              .put("command", words(external.command()))
              .put("options", map(external.options()))
              .put("environment", texts(external.environment()))
              .put("result", Fields.name(external.result().format()))
              .put("result_file", external.result().file().show())
              .value();
    };
  }

  private static Value dimension(Dimension dimension) {
    return switch (dimension) {
      case Parameter parameter -> {
        Fields fields =
            new Fields()
                .put("parameter", parameter.name())
                .put("scope", Fields.name(parameter.scope()))
                .put("values", values(parameter.domain()));
        parameter.when().ifPresent(condition -> fields.put("when", condition.text()));
        yield fields.value();
      }
      case Rows rows ->
          new Fields()
              .put("rows", rows.name())
              .put("scopes", scopes(rows.scopes()))
              .put("values", list(rows.rows().stream().map(SweepJson::map).toList()))
              .value();
    };
  }

  /// A count may have more digits than a JSON reader's numbers, and is a text then.
  private static Value removal(Removal removal) {
    Fields fields =
        new Fields().put("kind", Fields.name(removal.kind())).put("rule", removal.rule());
    return (removal.inOrder().bitLength() < Long.SIZE
            ? fields.put("points", removal.inOrder().longValueExact())
            : fields.put("points", removal.inOrder().toString()))
        .value();
  }

  /// A continuous range has no list of values and is told by its ends.
  private static Value values(Domain domain) {
    return switch (domain) {
      case Domain.RealRange range when !range.isFinite() ->
          new Fields()
              .put("from", Value.of(range.start()))
              .put("to", Value.of(range.end()))
              .value();
      case Domain.Choice _, Domain.WholeRange _, Domain.RealRange _ -> list(domain.values());
    };
  }

  private static Value scopes(Map<String, Scope> scopes) {
    Fields fields = new Fields();
    scopes.forEach((name, scope) -> fields.put(name, Fields.name(scope)));
    return fields.value();
  }

  private static Value goal(Goal goal) {
    return new Fields()
        .put("objective", goal.objective().text())
        .put("slos", goal.slos().stream().map(Slo::text).toList())
        .value();
  }

  private static Value conduct(Conduct conduct) {
    Fields budget = new Fields();
    conduct.budget().time().ifPresent(time -> budget.put("seconds", time.toSeconds()));
    conduct.budget().trials().ifPresent(trials -> budget.put("trials", trials));
    conduct.budget().gpuHours().ifPresent(hours -> budget.put("gpu_hours", hours));
    return new Fields()
        .put("repetitions", conduct.repetitions())
        .put("until", conduct.until().map(SweepJson::until).orElse(Value.UNSET))
        .put("order", Fields.name(conduct.order()))
        .put("seed", conduct.seed())
        .put("run_timeout_seconds", conduct.runTimeout().toSeconds())
        .put("budget", budget.value())
        .put("monotone", conduct.monotone())
        .value();
  }

  private static Value until(Precision until) {
    return new Fields()
        .put("ci_share", until.share())
        .put("least", until.least())
        .put("metrics", until.keys())
        .value();
  }

  private static List<String> words(List<Template> command) {
    return Secrets.hideInArguments(command.stream().map(Template::show).toList());
  }

  private static Value texts(Map<String, Template> templates) {
    Fields fields = new Fields();
    templates.forEach((name, template) -> fields.put(name, template.show()));
    return fields.value();
  }

  private static Value count(java.util.OptionalInt count) {
    return count.isPresent() ? Value.of(count.getAsInt()) : Value.UNSET;
  }

  private static Value map(Map<String, Value> values) {
    SequencedMap<String, Value> copy = new LinkedHashMap<>(values);
    return new Value.Entries(copy);
  }

  private static Value list(List<Value> values) {
    return new Value.Items(values);
  }
}
