package dev.kneeline.dialect.vllm;

import dev.kneeline.exec.HostMachine;
import dev.kneeline.exec.Lane;
import dev.kneeline.exec.LocalExecutor;
import dev.kneeline.exec.Provenance;
import dev.kneeline.exec.Surroundings;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Planner;
import dev.kneeline.search.Strategy;
import dev.kneeline.space.Point;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.store.StudyRefusedException;
import dev.kneeline.study.Study;
import dev.kneeline.sweep.Preflight;
import dev.kneeline.sweep.Runner;
import dev.kneeline.sweep.RunnerOutcome;
import dev.kneeline.sweep.RunnerWish;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Runs a prepared sweep: the study in the experiment's folder, vLLM's files beside it.
final class SweepRun {

  private final Prepared prepared;
  private final Desk desk;
  private final List<String> command;

  /// @param command the words of the call, for the record
  SweepRun(Prepared prepared, Desk desk, List<String> command) {
    this.prepared = prepared;
    this.desk = desk;
    this.command = List.copyOf(command);
  }

  /// How it ended.
  ///
  /// @param study all that is known of the pairs' points
  /// @param failures of runs and servers in this call
  record Result(Study study, RunnerOutcome.End end, int failures) {

    /// 0 all well, 1 something failed, 130 interrupted.
    int exitCode() {
      if (failures > 0) {
        return 1;
      }
      return end == RunnerOutcome.End.INTERRUPTED ? 130 : 0;
    }
  }

  /// Prints what would be done; nothing is written.
  ///
  /// @param ahead the points that come next, given what is known
  /// @param once one run of each of them is sure; else all repetitions
  void preview(Function<Study, List<Point>> ahead, boolean once) {
    Layout layout = new Layout(prepared);
    Markers markers = new Markers(prepared, layout, desk.out(), echo(false), () -> {});
    if (!prepared.experiment().resumed()) {
      markers.preview(plan(ahead.apply(Study.empty()), Set.of(), once));
      return;
    }
    try (StudyFolder study = StudyFolder.open(prepared.experiment().study(), OpenMode.READ)) {
      Set<PlannedRun> done = new LinkedHashSet<>(layout.measured(study));
      markers.skipped(List.copyOf(done));
      List<Point> points = done.stream().map(PlannedRun::point).distinct().toList();
      Plan answered = new Planner(prepared.sweep()).plan(points, done::contains);
      markers.preview(plan(ahead.apply(study.measured(answered).study()), done, once));
    }
  }

  private Plan plan(List<Point> points, Set<PlannedRun> done, boolean once) {
    Map<Point, Long> counts =
        done.stream().collect(Collectors.groupingBy(PlannedRun::point, Collectors.counting()));
    return new Planner(prepared.sweep())
        .plan(
            points,
            run ->
                !done.contains(run)
                    && (!once || run.repetition() == 1 + counts.getOrDefault(run.point(), 0L)));
  }

  /// Measures what nothing answers yet.
  ///
  /// @param strategy names the points
  /// @throws SweepRefusal where nothing can be started
  Result run(Strategy strategy) throws InterruptedException {
    if (!prepared.experiment().resumed()) {
      List<Point> first = strategy.next(Study.empty(), Integer.MAX_VALUE);
      Preflighted.refuse(Preflight.check(new Planner(prepared.sweep()).plan(first)));
    }
    HostMachine host = HostMachine.look();
    try (StudyFolder study = StudyFolder.open(prepared.experiment().study(), OpenMode.CONTROL)) {
      study.keepQuestion(question(), prepared.sweep());
      study.expectVersions(InstalledVersion.of(prepared.sweep().subject()));
      study.keepProvenance(
          Provenance.facts(command, prepared.experiment().folder().resolve("manifest.json"), host));
      Layout layout = new Layout(prepared);
      layout.reconcile(study).forEach(again -> desk.err().println("note: " + again));
      desk.err().flush();
      return measure(strategy, study, layout, host);
    } catch (StudyRefusedException refused) {
      throw SweepRefusal.impossible(String.valueOf(refused.getMessage()), refused.hint());
    }
  }

  private Result measure(Strategy strategy, StudyFolder study, Layout layout, HostMachine host)
      throws InterruptedException {
    try (LogEcho echo = echo(prepared.options().showStdout)) {
      return measure(strategy, study, new Watched(layout, echo), host);
    }
  }

  /// What is told of a run, and where.
  private record Watched(Layout layout, LogEcho echo) {}

  private LogEcho echo(boolean on) {
    return new LogEcho(prepared.experiment().study(), desk.out(), on);
  }

  private Result measure(Strategy strategy, StudyFolder study, Watched watched, HostMachine host)
      throws InterruptedException {
    AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    Markers markers =
        new Markers(
            prepared,
            watched.layout(),
            desk.out(),
            watched.echo(),
            () -> {
              if (prepared.options().failFast) {
                Objects.requireNonNull(stop.get()).run();
              }
            });
    List<Integer> gpus = host.gpus().stream().map(HostMachine.Gpu::index).toList();
    try (Desk.Watch _ = desk.interrupts().watch(() -> Objects.requireNonNull(stop.get()).run());
        LocalExecutor executor =
            new LocalExecutor(
                List.of(Lane.whole(gpus)),
                study,
                Surroundings.here(),
                prepared.sweep().conduct().runTimeout())) {
      executor.limits().forEach(limit -> desk.err().println("note: " + limit));
      Runner runner =
          new Runner(prepared.sweep(), strategy, executor, study, new Preflighted(markers));
      stop.set(runner::stop);
      markers.skipped(watched.layout().measured(study));
      RunnerOutcome outcome = runner.run(new RunnerWish(OptionalInt.empty(), true, Set.of()));
      return new Result(outcome.study(), outcome.end(), markers.failures());
    }
  }

  /// The question as it was put, for whoever opens the study.
  private String question() {
    return command.stream().collect(Collectors.joining(" ", "# ", "\n"));
  }
}
