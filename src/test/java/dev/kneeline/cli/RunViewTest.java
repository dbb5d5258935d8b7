package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.exec.Ticket;
import dev.kneeline.metric.Figures;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Questions;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.Sweep;
import dev.kneeline.report.TextWidth;
import dev.kneeline.store.Answer;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Verdict;
import dev.kneeline.sweep.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunViewTest {

  private static final Ticket TICKET = new Ticket("local-1");

  /// What stands on the bottom line until it is erased: no line end follows it.
  private static final Pattern LIVE = Pattern.compile("\r\u001b\\[K([^\r\n]+)(?=\r|$)");

  private final Sweep sweep =
      Questions.of("server.max-num-seqs", List.of(8), "load.max-concurrency", List.of(1, 2));
  private final Plan plan = Questions.plan(sweep);
  private final ServerNode server = plan.servers().getFirst();
  private final PlannedRun first = plan.runs().getFirst();
  private final PlannedRun second = plan.runs().getLast();
  private final StringWriter screen = new StringWriter();

  @Test
  void without_a_terminal_each_event_that_matters_is_one_plain_line() {
    RunView view = view(new Terminal(false, 80, false));
    tellAll(view);
    assertThat(screen.toString())
        .isEqualTo(
            """
            toy: 2 runs to measure, 1 server start, 3 measured already
              stale: 2 stored runs, kept and no longer counted: a flag changed
            server max-num-seqs=8: ready in 1.50 s
              note: seed did not take effect
              max-num-seqs=8 max-concurrency=1  output_throughput 123  median_ttft_ms 4.50  mean_tpot_ms -
              max-num-seqs=8 max-concurrency=2 FAILED, requests failed: HTTP 500
              hint: look at the log
              log: servers/x/attempt-1/server.log
            """);
  }

  @Test
  void on_a_terminal_one_line_is_rewritten_and_always_fits() {
    for (int columns : new int[] {10, 20, 40, 80}) {
      screen.getBuffer().setLength(0);
      RunView view = view(new Terminal(true, columns, true));
      tellAll(view);
      String text = screen.toString();
      assertThat(LIVE.matcher(text).results().map(drawn -> drawn.group(1)))
          .isNotEmpty()
          .allMatch(line -> TextWidth.of(line) < columns)
          .anyMatch(line -> line.startsWith("0/2 done"));
      view.clear();
      assertThat(screen.toString()).as("nothing of it is left").endsWith("\r\u001b[K");
      int length = screen.getBuffer().length();
      view.clear();
      assertThat(screen.getBuffer().length()).as("clearing twice does nothing").isEqualTo(length);
    }
  }

  @Test
  void a_name_that_would_steer_the_terminal_is_shown_harmless() {
    RunView view = view(new Terminal(true, 200, true));
    Sweep odd = Questions.of("server.a\u001b[2Jb", List.of(1), "load.max-concurrency", List.of(1));
    PlannedRun run = Questions.plan(odd).runs().getFirst();
    view.happened(new ExecutionEvent.RunStarted(TICKET, run), Study.empty(), progress(0, 0));
    assertThat(screen.toString()).doesNotContain("\u001b[2J");
  }

  private RunView view(Terminal terminal) {
    return new RunView(new PrintWriter(screen, true), terminal, sweep.goal(), Optional.empty());
  }

  private void tellAll(RunView view) {
    Answer.Stale stale = new Answer.Stale("runs/x", "a flag changed");
    view.planned(plan, List.of(stale, stale), new Progress(2, 0, 0, 3, Duration.ZERO));
    tell(
        view,
        new ExecutionEvent.ServerReady(
            TICKET, server, Duration.ofMillis(1500), List.of("seed did not take effect")));
    tell(view, new ExecutionEvent.RunStarted(TICKET, first));
    tell(view, new ExecutionEvent.RunProgress(TICKET, first, 4, 2, 321.4));
    Run run =
        new Run(
            1,
            first.fingerprint(),
            Verdict.of("OK"),
            false,
            "runs/x",
            Figures.of(Map.of("output_throughput", 123.4, "median_ttft_ms", 4.5)),
            new Run.Cost(1, 0, 0));
    tell(view, new ExecutionEvent.RunCommitted(TICKET, first, run));
    Failure failure =
        new Failure(
            FailureKind.LOAD_FAILED,
            "HTTP 500",
            "look at the log",
            "servers/x/attempt-1/server.log");
    tell(view, new ExecutionEvent.RunFailed(TICKET, second, failure));
    tell(view, new ExecutionEvent.ServerStopped(TICKET, server));
    tell(view, new ExecutionEvent.AllocationFinished(TICKET));
    redraw(view);
  }

  /// The line is rewritten a few times a second: wait until it may be.
  private void redraw(RunView view) {
    try {
      Thread.sleep(260);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    tell(view, new ExecutionEvent.AllocationFinished(TICKET));
  }

  private void tell(RunView view, ExecutionEvent event) {
    view.happened(event, Study.empty(), progress(0, 0));
  }

  private static Progress progress(int done, int failed) {
    return new Progress(2, done, failed, 0, Duration.ofSeconds(1));
  }
}
