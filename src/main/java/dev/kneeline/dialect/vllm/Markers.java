package dev.kneeline.dialect.vllm;

import dev.kneeline.dialect.bench.ConsoleBlock;
import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.space.Value;
import dev.kneeline.store.Answer;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.sweep.Progress;
import dev.kneeline.sweep.RunnerListener;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The lines of `vllm bench sweep` while it runs, and its files kept up to date.
final class Markers implements RunnerListener {

  private final Prepared prepared;
  private final Layout layout;
  private final PrintWriter out;
  private final Runnable onFailure;
  private final LogEcho echo;
  private int failures;

  /// @param echo follows the logs of what is started
  /// @param onFailure called after each failure
  Markers(Prepared prepared, Layout layout, PrintWriter out, LogEcho echo, Runnable onFailure) {
    this.prepared = prepared;
    this.layout = layout;
    this.out = out;
    this.echo = echo;
    this.onFailure = onFailure;
  }

  int failures() {
    return failures;
  }

  /// What a dry run tells: every server and every run that is still to be made.
  void preview(Plan plan) {
    for (ServerNode server : plan.servers()) {
      begin(server);
      for (PlannedRun run : server.runs()) {
        begin(run);
        out.println("[END BENCHMARK]");
      }
      out.println("[END SERVER]");
    }
    out.flush();
  }

  /// Runs that are not made, because they are measured already.
  void skipped(List<PlannedRun> runs) {
    for (PlannedRun run : runs) {
      for (Pair pair : prepared.pairsOf(run.point())) {
        out.println("[SKIPPED BENCHMARK]");
        out.println("Output file: " + layout.file(pair, run));
      }
    }
    out.flush();
  }

  @Override
  public void planned(Plan plan, List<Answer.Stale> stale, Progress progress) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    stale.forEach(run -> reasons.merge(run.reason(), 1, Integer::sum));
    reasons.forEach((reason, count) ->
        out.println("%d earlier run(s) no longer count: %s".formatted(count, reason)));
    out.flush();
  }

  @Override
  public void happened(ExecutionEvent event, Study study, Progress progress) {
    switch (event) {
      case ExecutionEvent.ServerStarting starting -> {
        begin(starting.server());
        echo.follow(starting.log());
      }
      case ExecutionEvent.ServerReady ready -> ready.notes().forEach(note -> line("note: " + note));
      case ExecutionEvent.RunStarted started -> {
        begin(started.run());
        echo.followRuns(
            "runs/%s/rep-%d".formatted(started.run().point().id(), started.run().repetition()));
      }
      case ExecutionEvent.RunProgress running -> {}
      case ExecutionEvent.RunCommitted committed -> {
        layout.committed(committed.run(), committed.result());
        echo.catchUp();
        show(committed);
        line("[END BENCHMARK]");
      }
      case ExecutionEvent.RunFailed failed -> {
        layout.failed(failed.run(), failed.failure());
        echo.catchUp();
        failed("run", failed.failure());
        line("[END BENCHMARK]");
      }
      case ExecutionEvent.ServerFailed failed -> {
        layout.serverFailed(failed.server(), failed.failure(), failed.notMeasured());
        failed("server", failed.failure());
      }
      case ExecutionEvent.ServerIdle idle -> {}
      case ExecutionEvent.ServerStopped stopped -> {
        echo.catchUp();
        line("[END SERVER]");
      }
      case ExecutionEvent.AllocationFinished finished -> {}
    }
    out.flush();
  }

  @Override
  public void pruned(Trial trial, Progress progress) {
    line(trial.point().label() + " " + trial.state().line());
  }

  private void begin(ServerNode server) {
    line("[BEGIN SERVER]");
    line("Server overrides: " + overrides(rows(server)));
    if (server.spec() instanceof ServerSpec.Start start) {
      start.processes().forEach(process -> line("Server command: " + process.show()));
    }
  }

  private void begin(PlannedRun run) {
    line("[BEGIN BENCHMARK]");
    List<Pair> pairs = prepared.pairsOf(run.point());
    line(
        "Benchmark overrides: "
            + overrides(pairs.stream().map(Pair::bench).distinct().toList())
            + pairs.stream()
                .limit(1)
                .flatMap(pair -> prepared.searchedIn(pair, run.point()).entrySet().stream())
                .map(entry -> " %s=%s".formatted(entry.getKey(), entry.getValue().spelling()))
                .collect(Collectors.joining()));
    line("Run Number: " + RunJson.number(run));
    line("Benchmark command: " + run.load().show());
    pairs.forEach(pair -> line("Output file: " + layout.file(pair, run)));
  }

  private void failed(String what, Failure failure) {
    failures++;
    line("error: the %s failed: %s".formatted(what, failure.line()));
    if (!failure.hint().isEmpty()) {
      line("hint: " + failure.hint());
    }
    if (!failure.log().isEmpty()) {
      line("log: " + prepared.experiment().study().resolve(failure.log()));
    }
    onFailure.run();
  }

  /// What the bench command would have printed, had it been run; else its log is followed.
  private void show(ExecutionEvent.RunCommitted committed) {
    if (prepared.options().showStdout
        && committed.run().load() instanceof LoadSpec.Generated(Map<String, Value> options)) {
      ConsoleBlock.print(LoadOptions.of(options), committed.result().figures(), out);
    }
  }

  private List<Row> rows(ServerNode server) {
    return server.runs().stream()
        .map(PlannedRun::point)
        .distinct()
        .flatMap(point -> prepared.pairsOf(point).stream())
        .map(Pair::serve)
        .distinct()
        .toList();
  }

  private static String overrides(List<Row> rows) {
    return rows.stream()
        .map(row -> PythonText.of(new Value.Entries(row.values())))
        .collect(Collectors.joining(" and "));
  }

  private void line(String text) {
    out.println(text);
  }
}
