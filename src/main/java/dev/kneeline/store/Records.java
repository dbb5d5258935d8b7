package dev.kneeline.store;

import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.space.Point;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Everything a study's folder tells, as it was when it was read. Immutable.
///
/// Which stored run answers a planned one: those with its fingerprint and repetition that were not
/// superseded; of several the one of the highest attempt. Only where there is none does a failure
/// with that fingerprint count, the latest one; an interrupted run is no failure. So a file that is
/// changed and changed back finds its old runs again.
public final class Records {

  private final List<StoredRun> runs;
  private final List<StoredFailure> failures;
  private final Decisions decisions;
  private final List<Damage> damages;
  private final SequencedMap<Point, PointRecord> byPoint;

  Records(
      List<StoredRun> runs,
      List<StoredFailure> failures,
      Decisions decisions,
      List<Damage> damages) {
    this.runs =
        runs.stream()
            .filter(run -> counts(decisions, run.point(), run.run().folder()))
            .sorted(Comparator.comparing(StoredRun::committed))
            .toList();
    this.failures =
        failures.stream()
            .filter(failure -> counts(decisions, failure.point(), failure.folder()))
            .sorted(Comparator.comparing(StoredFailure::at))
            .toList();
    this.decisions = decisions;
    this.damages = List.copyOf(damages);
    this.byPoint = byPoint(this.runs, this.failures, decisions);
  }

  /// Every committed run that was not superseded, the earliest first, also those that answer
  /// another question.
  public List<StoredRun> runs() {
    return runs;
  }

  /// Every failure that was not superseded, the earliest first, also of runs that succeeded later.
  public List<StoredFailure> failures() {
    return failures;
  }

  /// Files that could not be used, never silently.
  public List<Damage> damages() {
    return damages;
  }

  /// What the study holds on a planned run.
  ///
  /// @param engineVersions the versions that are known to run now, by engine name: a run of another
  ///   version is stale. An engine that is not in it is not judged.
  public Answer answer(PlannedRun planned, Map<String, String> engineVersions) {
    PointRecord record = byPoint.get(planned.point());
    Optional<Answer> stored =
        record == null ? Optional.empty() : record.answer(planned, engineVersions);
    if (stored.isPresent() && stored.get() instanceof Answer.Measured) {
      return stored.get();
    }
    if (record != null && record.spares(planned, engineVersions)) {
      return new Answer.Spared();
    }
    if (stored.isPresent()) {
      return stored.get();
    }
    Decisions.Pruning pruning = decisions.pruned().get(planned.point());
    if (pruning != null && pruning.fingerprint().equals(planned.fingerprint())) {
      return new Answer.Pruned(pruning.reason());
    }
    return new Answer.Missing(record == null ? List.of() : record.stale(planned, engineVersions));
  }

  /// The same for every run of a plan.
  public Measured measured(Plan plan, Map<String, String> engineVersions) {
    SequencedMap<PlannedRun, Answer> answers = new LinkedHashMap<>();
    plan.runs().forEach(planned -> answers.put(planned, answer(planned, engineVersions)));
    return new Measured(answers);
  }

  public Measured measured(Plan plan) {
    return measured(plan, Map.of());
  }

  /// The study without a plan to hold it against: every point that was ever attempted or pruned, in
  /// the order of their first attempts.
  ///
  /// A point's runs are those of one fingerprint, the one the study last asked for, so that no mean
  /// ever mixes two questions. The others are [#stale()]. How many repetitions were planned is not
  /// known here, so a point with a run and without a failure is completed.
  public Study study() {
    List<Trial> trials = new ArrayList<>();
    byPoint.forEach((point, record) -> trials.add(new Trial(point, record.state())));
    decisions
        .pruned()
        .forEach((point, pruning) -> {
          if (!byPoint.containsKey(point)) {
            trials.add(new Trial(point, new TrialState.Pruned(pruning.reason())));
          }
        });
    return Study.of(trials);
  }

  /// Runs that [#study()] leaves out, since their point was asked for differently later on.
  public List<Answer.Stale> stale() {
    return byPoint.values().stream().flatMap(record -> record.stale().stream()).toList();
  }

  /// The fingerprint whose runs [#study()] shows for a point.
  Optional<String> current(Point point) {
    return Optional.ofNullable(byPoint.get(point)).map(PointRecord::fingerprint);
  }

  /// Every attempt that says something about a point.
  List<Decisions.Superseded> attempts(Point point) {
    PointRecord record = byPoint.get(point);
    return record == null
        ? List.of()
        : record.folders().stream()
            .map(folder -> new Decisions.Superseded(folder, point.id()))
            .toList();
  }

  private static SequencedMap<Point, PointRecord> byPoint(
      List<StoredRun> runs, List<StoredFailure> failures, Decisions decisions) {
    Map<Point, PointRecord> records = new HashMap<>();
    for (StoredRun run : runs) {
      records.computeIfAbsent(run.point(), point -> new PointRecord()).add(run);
    }
    for (StoredFailure failure : failures) {
      if (failure.failure().kind() != FailureKind.INTERRUPTED) {
        records.computeIfAbsent(failure.point(), point -> new PointRecord()).add(failure);
      }
    }
    decisions
        .current()
        .forEach((point, current) ->
            Optional.ofNullable(records.get(point)).ifPresent(it -> it.choose(current)));
    SequencedMap<Point, PointRecord> ordered = new LinkedHashMap<>();
    records.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().first()))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  private static boolean counts(Decisions decisions, Point point, String folder) {
    return decisions.superseded().isEmpty()
        || !decisions.superseded().contains(new Decisions.Superseded(folder, point.id()));
  }
}
