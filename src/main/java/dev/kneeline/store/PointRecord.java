package dev.kneeline.store;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a study holds on one point, over every question it was asked: a fingerprint is a question.
final class PointRecord {

  private static final String CHANGED =
      "the commands or options of its point have changed since (fingerprint)";

  private final List<StoredRun> runs = new ArrayList<>();
  private final List<StoredFailure> failures = new ArrayList<>();
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;
  private String fingerprint = "";

  void add(StoredRun run) {
    runs.add(run);
    seen(run.committed(), run.run().fingerprint());
  }

  /// Failures come in the order of their times.
  void add(StoredFailure failure) {
    failures.add(failure);
    seen(failure.at(), failure.fingerprint());
  }

  /// Follows a decision unless something was measured since.
  void choose(Decisions.Current current) {
    if (!current.at().isBefore(last)) {
      fingerprint = current.fingerprint();
    }
  }

  Instant first() {
    return first;
  }

  String fingerprint() {
    return fingerprint;
  }

  List<String> folders() {
    return Stream.concat(
            runs.stream().map(run -> run.run().folder()),
            failures.stream().map(StoredFailure::folder))
        .distinct()
        .toList();
  }

  /// A run or a failure that answers the planned run.
  Optional<Answer> answer(PlannedRun planned, Map<String, String> engineVersions) {
    Optional<StoredRun> run =
        answering(planned, engineVersions)
            .filter(stored -> stored.run().repetition() == planned.repetition())
            .reduce(PointRecord::newer);
    if (run.isPresent()) {
      return Optional.of(new Answer.Measured(run.get().run()));
    }
    List<StoredFailure> failed =
        failures.stream()
            .filter(failure -> failure.fingerprint().equals(planned.fingerprint()))
            .filter(failure -> failure.repetition() == planned.repetition())
            .toList();
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Answer.Failed(failed.getLast().failure(), failed.size()));
  }

  /// Whether the runs that there are make a further one needless.
  boolean spares(PlannedRun planned, Map<String, String> engineVersions) {
    if (planned.unless().isEmpty()) {
      return false;
    }
    Map<Integer, StoredRun> best = new TreeMap<>();
    answering(planned, engineVersions)
        .forEach(stored -> best.merge(stored.run().repetition(), stored, PointRecord::newer));
    return planned.unless().get().reached(best.values().stream().map(StoredRun::run).toList());
  }

  private Stream<StoredRun> answering(PlannedRun planned, Map<String, String> engineVersions) {
    return runs.stream()
        .filter(stored -> stored.run().fingerprint().equals(planned.fingerprint()))
        .filter(stored -> changedEngine(stored, engineVersions).isEmpty());
  }

  /// Runs of the planned repetition that do not answer it.
  List<Answer.Stale> stale(PlannedRun planned, Map<String, String> engineVersions) {
    return runs.stream()
        .filter(stored -> stored.run().repetition() == planned.repetition())
        .map(stored ->
            new Answer.Stale(
                stored.run().folder(),
                stored.run().fingerprint().equals(planned.fingerprint())
                    ? changedEngine(stored, engineVersions).orElse(CHANGED)
                    : CHANGED))
        .toList();
  }

  /// Runs of other questions than the current one.
  List<Answer.Stale> stale() {
    return runs.stream()
        .map(StoredRun::run)
        .filter(run -> !run.fingerprint().equals(fingerprint))
        .map(run -> new Answer.Stale(run.folder(), CHANGED))
        .toList();
  }

  /// The state under the current question.
  TrialState state() {
    Map<Integer, StoredRun> best = new TreeMap<>();
    for (StoredRun run : runs) {
      if (run.run().fingerprint().equals(fingerprint)) {
        best.merge(run.run().repetition(), run, PointRecord::newer);
      }
    }
    List<Run> committed = best.values().stream().map(StoredRun::run).toList();
    Optional<Failure> failure =
        failures.stream()
            .filter(failed -> failed.fingerprint().equals(fingerprint))
            .filter(failed -> !best.containsKey(failed.repetition()))
            .map(StoredFailure::failure)
            .reduce((earlier, later) -> later);
    if (failure.isPresent()) {
      return Measured.failed(failure.get(), committed);
    }
    return committed.isEmpty() ? new TrialState.Waiting() : new TrialState.Completed(committed);
  }

  private void seen(Instant at, String itsFingerprint) {
    first = at.isBefore(first) ? at : first;
    if (!at.isBefore(last)) {
      last = at;
      fingerprint = itsFingerprint;
    }
  }

  /// What to say of a run of another engine version than runs now; an unknown version is not
  /// judged.
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
    return one.attempt() > other.attempt() ? one : other;
  }
}
