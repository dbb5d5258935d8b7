package dev.kneeline.cli;

import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.exec.Ticket;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.report.NumberText;
import dev.kneeline.report.TextWidth;
import dev.kneeline.space.Point;
import dev.kneeline.store.Answer;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.sweep.Progress;
import dev.kneeline.sweep.RunnerListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// A sweep as it runs: a line for each server and run, and on a terminal one line at the bottom
/// that is rewritten with counts, rate, the rest's time and the best so far.
final class RunView implements RunnerListener {

  private static final long REDRAW_NANOS = 250_000_000;
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter err;
  private final Terminal terminal;
  private final Goal goal;

  private final Optional<String> sought;

  private final Map<String, Point> serverPoints = new HashMap<>();

  /// What was doubted already, numbers aside; each reason is told once.
  private final Set<String> doubts = new LinkedHashSet<>();

  private String current = "";
  private String rate = "";
  private String best = "";
  private String lastMessage = "";
  private double bestValue = Double.NaN;
  private boolean announced;
  private boolean drawn;
  private long lastDrawn;

  /// @param sought what a search seeks, where its end is not known; told once in place of counts
  RunView(PrintWriter err, Terminal terminal, Goal goal, Optional<String> sought) {
    this.err = err;
    this.terminal = terminal;
    this.goal = goal;
    this.sought = sought;
  }

  @Override
  public void planned(Plan plan, List<Answer.Stale> stale, Progress progress) {
    String cached =
        progress.cached() > 0 ? ", %d measured already".formatted(progress.cached()) : "";
    if (sought.isEmpty()) {
      say(
          "%s: %d run%s to measure, %d server start%s%s",
          plan.name(),
          progress.left(),
          progress.left() == 1 ? "" : "s",
          plan.serverStarts(),
          plan.serverStarts() == 1 ? "" : "s",
          cached);
    } else if (!announced) {
      say("%s: %s%s", plan.name(), sought.get(), cached);
    }
    announced = true;
    Map<String, Integer> reasons = new LinkedHashMap<>();
    stale.forEach(run -> reasons.merge(run.reason(), 1, Integer::sum));
    reasons.forEach((reason, count) ->
        say(
            "  stale: %d stored run%s, kept and no longer counted: %s",
            count, count == 1 ? "" : "s", reason));
  }

  @Override
  public void happened(ExecutionEvent event, Study study, Progress progress) {
    switch (event) {
      case ExecutionEvent.ServerStarting starting -> {
        lastMessage = "";
        serverPoints.put(starting.ticket().id(), starting.server().point());
        current = "starting " + name(starting.server().point());
      }
      case ExecutionEvent.ServerReady ready -> {
        say(
            "server %s: ready in %s s",
            name(ready.server().point()), NumberText.threeDigits(seconds(ready.took())));
        ready.notes().forEach(note -> say("  note: %s", note));
      }
      case ExecutionEvent.RunStarted started -> {
        current = describe(started.ticket(), started.run());
        rate = "";
      }
      case ExecutionEvent.RunProgress running ->
          rate = NumberText.threeDigits(running.outputTokensPerSecond()) + " tok/s";
      case ExecutionEvent.RunCommitted committed -> committed(committed);
      case ExecutionEvent.RunFailed failed ->
          failed("  " + describe(failed.ticket(), failed.run()), failed.failure());
      case ExecutionEvent.ServerFailed failed -> serverFailed(failed);
      case ExecutionEvent.ServerIdle idle -> current = "";
      case ExecutionEvent.ServerStopped stopped -> current = "";
      case ExecutionEvent.AllocationFinished finished ->
          serverPoints.remove(finished.ticket().id());
    }
    draw(progress);
  }

  @Override
  public void pruned(Trial trial, Progress progress) {
    say("  %s %s", trial.point().label(), trial.state().line());
  }

  /// Takes the live line away; to be called before anything else is printed.
  void clear() {
    if (drawn) {
      err.print(ERASE);
      err.flush();
      drawn = false;
    }
  }

  private void committed(ExecutionEvent.RunCommitted committed) {
    Run run = committed.result();
    Map<String, String> figures = new LinkedHashMap<>();
    String objective = goal.objective().key();
    figures.put(objective, figure(run, objective));
    goal.slos().forEach(slo -> figures.put(slo.key(), figure(run, slo.key())));
    for (String key : new String[] {"output_throughput", "median_ttft_ms", "mean_tpot_ms"}) {
      figures.putIfAbsent(key, figure(run, key));
    }
    StringBuilder line = new StringBuilder("  " + describe(committed.ticket(), committed.run()));
    figures.forEach((key, value) -> line.append("  ").append(key).append(' ').append(value));
    line.append(run.verdict().clear() ? "" : "  " + run.verdict().status());
    say("%s", line);
    for (String doubt : run.verdict().reasons()) {
      if (doubts.add(doubt.replaceAll("[0-9.,]+", "#"))) {
        say("    doubt: %s", doubt);
      }
    }
    remember(committed.run(), run);
  }

  private void remember(PlannedRun planned, Run run) {
    OptionalDouble value = run.figures().value(goal.objective().key());
    boolean holds = run.counts() && goal.slos().stream().allMatch(slo -> slo.holds(run.figures()));
    if (holds
        && value.isPresent()
        && (Double.isNaN(bestValue) || goal.objective().better(value.getAsDouble(), bestValue))) {
      bestValue = value.getAsDouble();
      best = "best %s (%s)".formatted(NumberText.threeDigits(bestValue), planned.point().label());
    }
  }

  /// A server that died under a run has been told with the run.
  private void serverFailed(ExecutionEvent.ServerFailed failed) {
    if (!failed.failure().message().equals(lastMessage)) {
      failed("server " + name(failed.server().point()), failed.failure());
    }
    if (!failed.notMeasured().isEmpty()) {
      say("  not measured because of it: %d run(s)", failed.notMeasured().size());
    }
  }

  private static String figure(Run run, String key) {
    OptionalDouble value = run.figures().value(key);
    return value.isPresent() ? NumberText.threeDigits(value.getAsDouble()) : "-";
  }

  private void failed(String what, Failure failure) {
    lastMessage = failure.message();
    say("%s FAILED, %s", what, failure.line());
    if (!failure.hint().isEmpty()) {
      say("  hint: %s", failure.hint());
    }
    if (!failure.log().isEmpty()) {
      say("  log: %s", failure.log());
    }
  }

  private void draw(Progress progress) {
    long now = System.nanoTime();
    if (!terminal.live() || now - lastDrawn < REDRAW_NANOS) {
      return;
    }
    lastDrawn = now;
    String eta = progress.remaining().map(rest -> "ETA " + clock(rest)).orElse("");
    String text =
        "%d/%d done%s  %s  %s  %s  %s"
            .formatted(
                progress.done(),
                progress.runs(),
                progress.failed() > 0 ? ", %d failed".formatted(progress.failed()) : "",
                eta,
                rate,
                best,
                current);
    // A line that fills the last column wraps on many terminals, and then no longer goes away.
    err.print(ERASE + TextWidth.cut(TextWidth.printable(text), terminal.columns() - 1));
    err.flush();
    drawn = true;
  }

  private void say(String format, Object... arguments) {
    clear();
    err.println(format.formatted(arguments));
  }

  /// What tells the run apart from the others of its server; the server's own line said the rest.
  private String describe(Ticket ticket, PlannedRun run) {
    Set<String> names = new LinkedHashSet<>(run.point().values().keySet());
    Point server = serverPoints.get(ticket.id());
    if (server != null) {
      names.removeAll(server.values().keySet());
    }
    String label = run.point().restrictedTo(names).label();
    String repetition = run.repetition() > 1 ? " run " + run.repetition() : "";
    return (label.isEmpty() ? "as given" : label) + repetition;
  }

  private static String name(Point point) {
    return point.label().isEmpty() ? "(as given)" : point.label();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String clock(Duration duration) {
    return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
  }
}
