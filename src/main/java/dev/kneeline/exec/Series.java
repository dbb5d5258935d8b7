package dev.kneeline.exec;

import dev.kneeline.load.LearntWords;
import dev.kneeline.load.LoadListener;
import dev.kneeline.load.Progress;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.store.Answer;
import dev.kneeline.store.RunAttempt;
import dev.kneeline.store.RunRecord;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The runs of one server's life, one after another: reset its caches, apply the load, judge, keep.
final class Series {

  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private final Task task;
  private final MeasuredServer subject;
  private final Sampler sampler;
  private final Cleanup cleanup;
  private final LearntWords words = new LearntWords();
  private Optional<Failure> unclean = Optional.empty();
  private double startSeconds;

  Series(Task task, MeasuredServer subject, Sampler sampler) {
    this.task = task;
    this.subject = subject;
    this.sampler = sampler;
    this.cleanup = new Cleanup(task.machinery());
    this.startSeconds = subject.startSeconds();
  }

  /// What became of the runs.
  ///
  /// @param owed those that the server did not live to measure, or that were cancelled
  /// @param struck whether the first of them was under way when the server died
  /// @param failure the server's; empty if it lives
  record Outcome(List<PlannedRun> owed, boolean struck, Optional<Failure> failure) {

    boolean early() {
      return !owed.isEmpty() || failure.isPresent();
    }
  }

  /// Measures the node's runs, and further ones as long as the task has some.
  Outcome measure(ServerNode node) throws InterruptedException {
    Outcome outcome = measure(node.runs());
    while (!outcome.early()) {
      List<PlannedRun> more = task.more(node);
      if (more.isEmpty()) {
        return outcome;
      }
      outcome = measure(more);
    }
    return outcome;
  }

  private Outcome measure(List<PlannedRun> runs) throws InterruptedException {
    for (int index = 0; index < runs.size(); index++) {
      if (needless(runs.get(index))) {
        continue;
      }
      List<PlannedRun> left = runs.subList(index, runs.size());
      if (task.cancelled()) {
        return new Outcome(owed(left), false, Optional.empty());
      }
      Optional<Failure> deadBefore = death();
      if (deadBefore.isPresent()) {
        return new Outcome(owed(left), false, deadBefore);
      }
      task.tell(new ExecutionEvent.RunStarted(task.ticket(), runs.get(index)));
      switch (withRetry(runs.get(index))) {
        case Ended.Kept(Run run) ->
            task.tell(new ExecutionEvent.RunCommitted(task.ticket(), runs.get(index), run));
        case Ended.Failed(Failure failure) ->
            task.tell(new ExecutionEvent.RunFailed(task.ticket(), runs.get(index), failure));
        case Ended.ServerDied(Failure failure) -> {
          return new Outcome(owed(left), true, Optional.of(failure));
        }
        case Ended.Dropped() -> {
          return new Outcome(owed(left), false, Optional.empty());
        }
      }
    }
    return new Outcome(List.of(), false, Optional.empty());
  }

  private List<PlannedRun> owed(List<PlannedRun> left) {
    return left.stream().filter(run -> !needless(run)).toList();
  }

  /// Whether the point's means are sure enough without it. The folder knows all of its runs, also
  /// those of earlier calls and other lanes.
  private boolean needless(PlannedRun run) {
    return run.unless().isPresent()
        && task.machinery().study().answer(run) instanceof Answer.Spared;
  }

  /// How one run ended.
  private sealed interface Ended {
    record Kept(Run run) implements Ended {}

    record Failed(Failure failure) implements Ended {}

    record ServerDied(Failure failure) implements Ended {}

    record Dropped() implements Ended {}
  }

  private Ended withRetry(PlannedRun run) throws InterruptedException {
    Ended first = attempt(run);
    return first instanceof Ended.Failed(Failure failure) && failure.kind().worthRetrying()
        ? attempt(run)
        : first;
  }

  private Ended attempt(PlannedRun run) throws InterruptedException {
    RunAttempt attempt = task.machinery().study().beginRun(run, subject.folder());
    long begun = System.nanoTime();
    Measured measured = sampled(run, attempt, begun);
    if (task.cancelled() && !(measured instanceof Measured.Taken)) {
      return new Ended.Dropped();
    }
    Optional<Failure> death = deathUnder(measured);
    if (death.isPresent()) {
      attempt.fail(death.get());
      return new Ended.ServerDied(death.get());
    }
    Ended ended = end(attempt, measured, begun);
    unclean = cleanup.after(subject, attempt);
    return ended;
  }

  /// Measures, with a line a second of what the machine does beside it.
  private Measured sampled(PlannedRun run, RunAttempt attempt, long begun)
      throws InterruptedException {
    Path machine = attempt.folder().resolve("machine.csv");
    Measured measured;
    double endSeconds;
    try (Sampler.Recording _ = sampler.into(machine)) {
      measured = measure(run, attempt);
      endSeconds = (System.nanoTime() - begun) / 1e9;
    }
    return measured instanceof Measured.Taken taken
        ? taken.withEnergy(machine, subject.gpus(), endSeconds)
        : measured;
  }

  private Ended end(RunAttempt attempt, Measured measured, long begun) {
    return switch (measured) {
      case Measured.Dropped dropped -> new Ended.Dropped();
      case Measured.Failed(Failure failure) -> {
        Failure explained = explained(failure);
        attempt.fail(explained);
        yield new Ended.Failed(explained);
      }
      case Measured.Taken taken -> new Ended.Kept(keep(attempt, taken, begun));
    };
  }

  private Measured measure(PlannedRun run, RunAttempt attempt) throws InterruptedException {
    List<String> notes = new ArrayList<>(subject.notes());
    if (unclean.isPresent()) {
      unclean = cleanup.after(subject, attempt);
      if (unclean.isPresent()) {
        return new Measured.Failed(unclean.get());
      }
    }
    if (subject.server().isPresent()) {
      Caches.Outcome caches = Caches.reset(subject.server().get(), task::cancelled);
      notes.addAll(caches.notes());
      if (caches.failure().isPresent()) {
        return new Measured.Failed(caches.failure().get());
      }
    }
    RunContext context =
        new RunContext(
            run,
            attempt,
            subject,
            task.lane(),
            task.machinery().runTimeout(),
            task.cancellation(),
            sampler);
    Measured measured =
        switch (run.load()) {
          case LoadSpec.Generated generated ->
              BuiltInLoad.apply(generated, context, words, listener(run));
          case LoadSpec.External external ->
              new ExternalLoad(task.machinery().processes(), task.machinery().surroundings())
                  .apply(external, context);
        };
    return measured instanceof Measured.Taken taken ? taken.withNotes(notes) : measured;
  }

  private Run keep(RunAttempt attempt, Measured.Taken taken, long begun) {
    Run.Cost cost = new Run.Cost((System.nanoTime() - begun) / 1e9, startSeconds, subject.gpus());
    startSeconds = 0;
    return attempt.commit(
        new RunRecord(
            taken.figures(),
            taken.verdict(),
            subject.origin(),
            cost,
            taken.raw(),
            taken.window(),
            taken.facts(),
            taken.notes()));
  }

  private LoadListener listener(PlannedRun run) {
    return (Progress progress) ->
        task.tell(
            new ExecutionEvent.RunProgress(
                task.ticket(),
                run,
                Math.toIntExact(progress.sent()),
                Math.toIntExact(progress.done()),
                progress.tokensPerSecond()));
  }

  /// A process closes its connections before the system tells of its end: where the load failed in
  /// such a way, that end is waited for.
  private Optional<Failure> deathUnder(Measured measured) {
    if (subject.server().isPresent() && suspicious(measured)) {
      Patience.until(subject.server().get().ends()::isDone, AFTERMATH);
    }
    return death();
  }

  /// Where every request failed although the server lives, one of its workers may not: its log
  /// knows.
  private Failure explained(Failure failure) {
    return failure.kind() == FailureKind.LOAD_FAILED
        ? subject.server().flatMap(LiveServer::complaint).orElse(failure)
        : failure;
  }

  private static boolean suspicious(Measured measured) {
    return switch (measured) {
      case Measured.Failed failed -> true;
      case Measured.Dropped dropped -> false;
      case Measured.Taken taken ->
          taken.figures().value("failed_reset").orElse(0) > 0
              || taken.figures().value("failed_connect").orElse(0) > 0;
    };
  }

  private Optional<Failure> death() {
    return subject.server().flatMap(server -> server.death(true));
  }
}
