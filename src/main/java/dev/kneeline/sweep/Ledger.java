package dev.kneeline.sweep;

import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.plan.Conduct;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Strategy;
import dev.kneeline.space.Point;
import dev.kneeline.store.Answer;
import dev.kneeline.store.Measured;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/// The study as this call of `run` knows it: what the folder held at first, and what has happened
/// since. The folder itself is written by the executors; only prunings are written from here.
final class Ledger {

  private final Sweep sweep;
  private final StudyFolder folder;
  private final long startedNanos = System.nanoTime();
  private final Map<String, String> fingerprints = new HashMap<>();
  private final Set<String> cached = new HashSet<>();
  private final Map<Point, Integer> outstanding = new HashMap<>();
  private final Map<Point, Integer> wanted = new HashMap<>();
  private final Strategy strategy;
  private final Set<String> attempted = new HashSet<>();
  private Study study = Study.empty();
  private boolean retryFailed;
  private int runs;
  private int done;
  private int failed;
  private double gpuSeconds;

  Ledger(Sweep sweep, Strategy strategy, StudyFolder folder) {
    this.sweep = sweep;
    this.strategy = strategy;
    this.folder = folder;
  }

  /// What is to be done for some points.
  ///
  /// @param rest the runs that nothing answers yet
  /// @param stale stored runs of these points that answered another question than today's
  record Batch(Plan rest, List<Answer.Stale> stale) {}

  /// Reads what the folder knows of this space's points, so that the strategy can go on from it.
  void open(Planner planner, RunnerWish wish) {
    retryFailed = wish.retryFailed();
    List<Point> stored = new ArrayList<>();
    for (Trial trial : folder.study().trials()) {
      if (wish.rerun().contains(trial.point().id())) {
        folder.supersede(trial.point());
      }
      if (strategy.knows(trial.point(), sweep.space())) {
        stored.add(trial.point());
        int repeat = sweep.conduct().repetitions();
        boolean counted = strategy.runs(trial.point(), Study.empty(), repeat) == repeat;
        int before = Math.clamp(trial.state().committed().size(), 1, repeat);
        wanted.put(trial.point(), counted ? repeat : before);
      }
    }
    learn(folder.ask(planner.plan(stored, this::isWanted)));
  }

  /// What of the points' plan is still to be done; the rest is counted as measured already.
  Batch begin(Planner planner, List<Point> points) {
    int repeat = sweep.conduct().repetitions();
    points.forEach(
        point -> wanted.put(point, Math.min(strategy.runs(point, study, repeat), repeat)));
    Plan whole = planner.plan(points, this::isWanted);
    Measured measured = folder.ask(whole);
    learn(measured);
    Plan rest =
        planner.plan(
            points,
            run -> isWanted(run) && missing(Objects.requireNonNull(measured.answers().get(run))));
    whole.runs().forEach(run -> fingerprints.putIfAbsent(run.point().id(), run.fingerprint()));
    runs += rest.runs().size();
    folder.keepPlanned(rest.runs().size());
    rest.runs().forEach(run -> outstanding.merge(run.point(), 1, Integer::sum));
    return new Batch(rest, measured.stale());
  }

  private void learn(Measured measured) {
    for (Trial trial : measured.study().trials()) {
      study = study.with(retryFailed ? retried(trial) : trial);
    }
    measured
        .answers()
        .forEach((run, answer) -> {
          if (answer instanceof Answer.Measured) {
            cached.add(run.point().id() + "/" + run.repetition());
          }
        });
  }

  /// Whether the point's runs are still to be measured.
  boolean owed(Point point) {
    return !study.settled(point);
  }

  /// Whether further runs of the point are of no use: it failed, cannot run, or was pruned.
  boolean givenUp(Point point) {
    return study
        .trial(point)
        .map(trial ->
            switch (trial.state()) {
              case TrialState.Waiting _, TrialState.Running _, TrialState.Completed _ -> false;
              case TrialState.Failed _, TrialState.Unviable _, TrialState.Pruned _ -> true;
            })
        .orElse(false);
  }

  /// Whether a queued run is not needed any more, since its point's means are sure without it.
  boolean spared(PlannedRun run) {
    return run.unless().filter(until -> until.reached(committed(run.point()))).isPresent();
  }

  Study study() {
    return study;
  }

  Progress progress() {
    return new Progress(runs, done, failed, cached.size(), elapsed());
  }

  void fold(ExecutionEvent event) {
    switch (event) {
      case ExecutionEvent.RunCommitted committed -> committed(committed.run(), committed.result());
      case ExecutionEvent.RunFailed failure -> failed(failure.run(), failure.failure());
      case ExecutionEvent.ServerFailed failure ->
          failure.notMeasured().forEach(run -> failed(run, failure.failure()));
      case ExecutionEvent.RunStarted started -> {}
      case ExecutionEvent.ServerStarting starting -> {}
      case ExecutionEvent.ServerReady ready -> {}
      case ExecutionEvent.RunProgress progress -> {}
      case ExecutionEvent.ServerIdle idle -> {}
      case ExecutionEvent.ServerStopped stopped -> {}
      case ExecutionEvent.AllocationFinished finished -> {}
    }
  }

  /// What an executor told, fit to be kept and shown.
  ExecutionEvent withoutSecrets(ExecutionEvent event) {
    return switch (event) {
      case ExecutionEvent.RunFailed failed ->
          new ExecutionEvent.RunFailed(
              failed.ticket(), failed.run(), folder.withoutSecrets(failed.failure()));
      case ExecutionEvent.ServerFailed failed ->
          new ExecutionEvent.ServerFailed(
              failed.ticket(),
              failed.server(),
              folder.withoutSecrets(failed.failure()),
              failed.notMeasured());
      case ExecutionEvent.ServerStarting _,
          ExecutionEvent.ServerReady _,
          ExecutionEvent.RunStarted _,
          ExecutionEvent.RunProgress _,
          ExecutionEvent.RunCommitted _,
          ExecutionEvent.ServerIdle _,
          ExecutionEvent.ServerStopped _,
          ExecutionEvent.AllocationFinished _ ->
          event;
    };
  }

  void prune(Point point, String reason) {
    folder.prune(point, fingerprints.getOrDefault(point.id(), ""), reason);
    study = study.with(new Trial(point, new TrialState.Pruned(reason)));
  }

  /// Counts runs that are not worth an attempt any more.
  void leaveOut(List<PlannedRun> planned) {
    failed += planned.size();
  }

  /// A point that its executor passed over in silence would be planned for ever; it is our bug, and
  /// is said so.
  void settle(List<Point> points) {
    for (Point point : points) {
      if (!study.settled(point)) {
        Failure silence =
            Failure.of(FailureKind.INTERNAL, "the executor told nothing of this point's runs");
        study = study.with(new Trial(point, new TrialState.Failed(silence, committed(point))));
      }
    }
  }

  /// As many of the points, from the front, as the budget has trials left for.
  List<Point> affordable(List<Point> points) {
    OptionalInt trials = sweep.conduct().budget().trials();
    int left = trials.isEmpty() ? points.size() : trials.getAsInt() - attempted.size();
    return points.subList(0, Math.clamp(left, 0, points.size()));
  }

  /// Whether no further run may begin.
  boolean budgetSpent() {
    Conduct.Budget budget = sweep.conduct().budget();
    boolean time = budget.time().isPresent() && elapsed().compareTo(budget.time().get()) >= 0;
    boolean gpus =
        budget.gpuHours().isPresent() && gpuSeconds / 3600 >= budget.gpuHours().getAsDouble();
    return time || gpus;
  }

  private boolean isWanted(PlannedRun run) {
    return run.repetition() <= wanted(run.point());
  }

  private int wanted(Point point) {
    return wanted.getOrDefault(point, sweep.conduct().repetitions());
  }

  private boolean missing(Answer answer) {
    return switch (answer) {
      case Answer.Measured measured -> false;
      case Answer.Missing missing -> true;
      case Answer.Spared spared -> false;
      case Answer.Failed before -> retryFailed;
      case Answer.Pruned before -> retryFailed;
    };
  }

  private void committed(PlannedRun planned, Run run) {
    done++;
    outstanding.merge(planned.point(), -1, Integer::sum);
    attempted.add(planned.point().id());
    gpuSeconds += run.cost().gpus() * (run.cost().seconds() + run.cost().serverStartSeconds());
    List<Run> all = new ArrayList<>(committed(planned.point()));
    all.removeIf(earlier -> earlier.repetition() == run.repetition());
    all.add(run);
    all.sort(Comparator.comparingInt(Run::repetition));
    TrialState before =
        study.trial(planned.point()).map(Trial::state).orElseGet(TrialState.Waiting::new);
    TrialState after =
        before instanceof TrialState.Failed(Failure failure, List<Run> earlier)
            ? new TrialState.Failed(failure, all)
            : enough(planned.point(), all)
                ? new TrialState.Completed(all)
                : new TrialState.Running(all);
    study = study.with(new Trial(planned.point(), after));
  }

  /// Whether the point is done. What was planned of it and is not needed is no longer counted.
  private boolean enough(Point point, List<Run> all) {
    if (sweep.conduct().until().filter(until -> until.reached(all)).isPresent()) {
      runs -= outstanding.getOrDefault(point, 0);
      outstanding.put(point, 0);
      return true;
    }
    return all.size() >= wanted(point);
  }

  /// A run that the user ended says nothing about its point.
  private void failed(PlannedRun planned, Failure failure) {
    if (failure.kind() == FailureKind.INTERRUPTED) {
      return;
    }
    failed++;
    outstanding.merge(planned.point(), -1, Integer::sum);
    attempted.add(planned.point().id());
    List<Run> runsSoFar = committed(planned.point());
    TrialState state =
        runsSoFar.isEmpty() && failure.kind().unviable()
            ? new TrialState.Unviable(failure)
            : new TrialState.Failed(failure, runsSoFar);
    study = study.with(new Trial(planned.point(), state));
  }

  private List<Run> committed(Point point) {
    return study.trial(point).map(trial -> trial.state().committed()).orElse(List.of());
  }

  private static Trial retried(Trial trial) {
    return switch (trial.state()) {
      case TrialState.Failed(Failure failure, List<Run> runs) ->
          trial.in(runs.isEmpty() ? new TrialState.Waiting() : new TrialState.Running(runs));
      case TrialState.Unviable unviable -> trial.in(new TrialState.Waiting());
      case TrialState.Pruned pruned -> trial.in(new TrialState.Waiting());
      case TrialState.Waiting waiting -> trial;
      case TrialState.Running running -> trial;
      case TrialState.Completed completed -> trial;
    };
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }
}
