package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Money;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.Answer;
import dev.kneeline.store.Records;
import dev.kneeline.store.StoredFailure;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import dev.kneeline.sweep.KeptQuestion;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// A study's configurations as every verb that answers sees them: with what does not vary and what
/// the servers said of themselves as columns, with the cost of tokens, and with what was left out.
final class StudyRows {

  private final KeptQuestion question;
  private final OptionalDouble price;
  private final EffectiveColumns effective;
  private final Map<String, Row.Moment> moments;
  private final Map<Point, Integer> failures = new HashMap<>();
  private final Map<String, Integer> stale = new HashMap<>();
  private final Map<String, SequencedMap<String, Value>> columns = new HashMap<>();
  private Figures last = Figures.none();

  private StudyRows(
      StudyFolder study, Records records, KeptQuestion question, OptionalDouble price) {
    this.question = question;
    this.price = price;
    this.effective = new EffectiveColumns(study.root());
    Map<String, Integer> places = new HashMap<>();
    List<StoredRun> runs = records.runs();
    this.moments = HashMap.newHashMap(runs.size());
    for (StoredRun run : runs) {
      double seconds =
          Duration.between(runs.getFirst().committed(), run.committed()).toNanos() / 1e9;
      int place = run.server().isEmpty() ? 0 : places.merge(run.server(), 1, Integer::sum) - 1;
      moments.put(run.run().folder(), new Row.Moment(seconds, run.server(), place));
    }
    for (StoredFailure failure : records.failures()) {
      if (failure.failure().kind() != FailureKind.INTERRUPTED) {
        failures.merge(failure.point(), 1, Integer::sum);
      }
    }
    for (Answer.Stale run : records.stale()) {
      stale.merge(pointOf(run.folder()), 1, Integer::sum);
    }
  }

  /// All rows, at the study's own price.
  static List<Row> of(StudyFolder study) {
    return of(study, new PriceOption());
  }

  static List<Row> of(StudyFolder study, PriceOption price) {
    KeptQuestion question = KeptQuestion.read(study.root());
    return of(study, study.records(), question, price.or(question.gpuHourPrice()));
  }

  /// All rows of a study that was read already.
  static List<Row> of(
      StudyFolder study, Records records, KeptQuestion question, OptionalDouble price) {
    StudyRows rows = new StudyRows(study, records, question, price);
    return records.study().trials().stream().map(rows::row).toList();
  }

  private Row row(Trial trial) {
    List<Run> runs = trial.state().committed();
    List<Row.Moment> moments = runs.stream().map(run -> moment(run)).toList();
    String server = moments.isEmpty() ? "" : moments.getFirst().server();
    return new Row(
        trial.point(),
        columns.computeIfAbsent(server, this::columns),
        price.isEmpty() ? trial.state() : priced(trial.state()),
        new Row.LeftOut(
            failures.getOrDefault(trial.point(), 0),
            stale.isEmpty() ? 0 : stale.getOrDefault(trial.point().id(), 0)),
        moments);
  }

  private Row.Moment moment(Run run) {
    return Objects.requireNonNull(moments.get(run.folder()));
  }

  private SequencedMap<String, Value> columns(String server) {
    SequencedMap<String, Value> all = new LinkedHashMap<>(question.constants());
    all.putAll(effective.of(server));
    return new Point(all).values();
  }

  private TrialState priced(TrialState state) {
    return switch (state) {
      case TrialState.Running(List<Run> runs) -> new TrialState.Running(priced(runs));
      case TrialState.Completed(List<Run> runs) -> new TrialState.Completed(priced(runs));
      case TrialState.Failed failed ->
          new TrialState.Failed(failed.failure(), priced(failed.runs()));
      case TrialState.Waiting _, TrialState.Unviable _, TrialState.Pruned _ -> state;
    };
  }

  private List<Run> priced(List<Run> runs) {
    return runs.stream().map(this::priced).toList();
  }

  private Run priced(Run run) {
    last = Money.priced(run.figures(), price.orElseThrow()).sharingKeysOf(last);
    return run.with(last);
  }

  /// The id in `runs/ID/rep-1/attempt-1`.
  private static String pointOf(String folder) {
    return folder.split("/", 3)[1];
  }
}
