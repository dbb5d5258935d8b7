package dev.kneeline.store;

import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.space.Point;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

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
  private final Map<Key, StoredRun> runByKey = new HashMap<>();
  private final Map<Key, List<StoredFailure>> failuresByKey = new HashMap<>();

  /// What makes two attempts tries of one thing. The fingerprint covers the point.
  private record Key(String fingerprint, int repetition) {}

  Records(
      List<StoredRun> runs,
      List<StoredFailure> failures,
      Decisions decisions,
      List<Damage> damages) {
    this.runs = runs.stream().filter(run -> counts(decisions, run.run().folder())).toList();
    this.failures =
        failures.stream()
            .filter(failure -> counts(decisions, failure.folder()))
            .filter(failure -> failure.failure().kind() != FailureKind.INTERRUPTED)
            .sorted(Comparator.comparing(StoredFailure::at))
            .toList();
    this.decisions = decisions;
    this.damages = List.copyOf(damages);
    for (StoredRun run : this.runs) {
      runByKey.merge(new Key(run.run().fingerprint(), run.run().repetition()), run, Records::newer);
    }
    for (StoredFailure failure : this.failures) {
      failuresByKey
          .computeIfAbsent(
              new Key(failure.fingerprint(), failure.repetition()), key -> new ArrayList<>())
          .add(failure);
    }
  }

  /// Every committed run that was not superseded, also those that answer another question.
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
    Key key = new Key(planned.fingerprint(), planned.repetition());
    StoredRun run = runByKey.get(key);
    if (run != null && changedEngine(run, engineVersions).isEmpty()) {
      return new Answer.Measured(run.run());
    }
    List<StoredFailure> failed = failuresByKey.getOrDefault(key, List.of());
    if (!failed.isEmpty()) {
      return new Answer.Failed(failed.getLast().failure(), failed.size());
    }
    Decisions.Pruning pruning = decisions.pruned().get(planned.point().canonical());
    if (pruning != null && pruning.fingerprint().equals(planned.fingerprint())) {
      return new Answer.Pruned(pruning.reason());
    }
    return new Answer.Missing(stale(planned, engineVersions));
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
    byPoint().forEach((point, evidence) -> trials.add(new Trial(point, evidence.state())));
    decisions.pruned().values().stream()
        .filter(pruning -> !byPoint().containsKey(pruning.point()))
        .forEach(pruning ->
            trials.add(new Trial(pruning.point(), new TrialState.Pruned(pruning.reason()))));
    return Study.of(trials);
  }

  /// Runs that [#study()] leaves out, since their point was asked for differently later on.
  public List<Answer.Stale> stale() {
    return byPoint().values().stream().flatMap(evidence -> evidence.stale().stream()).toList();
  }

  private final class Evidence {
    private final List<StoredRun> ownRuns = new ArrayList<>();
    private final List<StoredFailure> ownFailures = new ArrayList<>();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private String fingerprint = "";

    void seen(Instant at, String itsFingerprint) {
      first = at.isBefore(first) ? at : first;
      if (!at.isBefore(last)) {
        last = at;
        fingerprint = itsFingerprint;
      }
    }

    TrialState state() {
      Map<Integer, StoredRun> best = new TreeMap<>();
      for (StoredRun run : ownRuns) {
        if (run.run().fingerprint().equals(fingerprint)) {
          best.merge(run.run().repetition(), run, Records::newer);
        }
      }
      List<Run> committed = best.values().stream().map(StoredRun::run).toList();
      Optional<Failure> failure =
          ownFailures.stream()
              .filter(failed -> failed.fingerprint().equals(fingerprint))
              .filter(failed -> !best.containsKey(failed.repetition()))
              .map(StoredFailure::failure)
              .reduce((earlier, later) -> later);
      if (failure.isPresent()) {
        return Measured.failed(failure.get(), committed);
      }
      return committed.isEmpty() ? new TrialState.Waiting() : new TrialState.Completed(committed);
    }

    List<Answer.Stale> stale() {
      return ownRuns.stream()
          .map(StoredRun::run)
          .filter(run -> !run.fingerprint().equals(fingerprint))
          .map(run -> new Answer.Stale(run.folder(), CHANGED))
          .toList();
    }
  }

  private static final String CHANGED =
      "the commands or options of its point have changed since (fingerprint)";

  private SequencedMap<Point, Evidence> byPoint() {
    Map<Point, Evidence> found = new HashMap<>();
    for (StoredRun run : runs) {
      Evidence evidence = found.computeIfAbsent(run.point(), point -> new Evidence());
      evidence.ownRuns.add(run);
      evidence.seen(run.committed(), run.run().fingerprint());
    }
    for (StoredFailure failure : failures) {
      Evidence evidence = found.computeIfAbsent(failure.point(), point -> new Evidence());
      evidence.ownFailures.add(failure);
      evidence.seen(failure.at(), failure.fingerprint());
    }
    SequencedMap<Point, Evidence> ordered = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getValue().first))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    ordered.forEach((point, evidence) ->
        evidence.fingerprint =
            decisions.current().getOrDefault(point.canonical(), evidence.fingerprint));
    return Collections.unmodifiableSequencedMap(ordered);
  }

  private List<Answer.Stale> stale(PlannedRun planned, Map<String, String> engineVersions) {
    List<Answer.Stale> stale = new ArrayList<>();
    for (StoredRun stored : runs) {
      Run run = stored.run();
      if (run.repetition() != planned.repetition() || !stored.point().equals(planned.point())) {
        continue;
      }
      String reason =
          run.fingerprint().equals(planned.fingerprint())
              ? changedEngine(stored, engineVersions).orElse(CHANGED)
              : CHANGED;
      stale.add(new Answer.Stale(run.folder(), reason));
    }
    return stale;
  }

  private static Optional<String> changedEngine(StoredRun run, Map<String, String> now) {
    Origin origin = run.origin();
    String running = now.getOrDefault(origin.engine(), origin.version());
    return running.equals(origin.version()) || origin.version().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "measured with %s %s, which is now %s"
                .formatted(origin.engine(), origin.version(), running));
  }

  private static StoredRun newer(StoredRun one, StoredRun other) {
    return one.attempt() >= other.attempt() ? one : other;
  }

  private static boolean counts(Decisions decisions, String folder) {
    return !decisions.superseded().contains(folder);
  }
}
