package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.exec.ExecutionEvent;
import dev.kneeline.exec.Executor;
import dev.kneeline.exec.Ticket;
import dev.kneeline.metric.Figures;
import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.Questions;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Strategy;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.Answer;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search that names one point at a time: its server is started once.
class RunnerSearchTest {

  @TempDir Path folder;

  private final Sweep sweep = Questions.of("server.seqs", List.of(1, 2), "load.rate", List.of(0));

  /// What an executor was told, and what it measured, in order.
  private final List<String> story = new ArrayList<>();

  @Test
  void points_of_the_server_that_is_up_are_measured_on_it_and_others_on_their_own()
      throws Exception {
    RunnerOutcome outcome = run(List.of(at(1, 4), at(1, 8), at(2, 4), at(2, 2), at(1, 16)));
    assertThat(story)
        .containsExactly(
            "start 1", "rate 4", "rate 8", "stop 1", "start 2", "rate 4", "rate 2", "stop 2",
            "start 1", "rate 16", "stop 1");
    assertThat(outcome.end()).isEqualTo(RunnerOutcome.End.FINISHED);
    assertThat(outcome.progress().done()).isEqualTo(5);
  }

  @Test
  void a_limit_ends_a_search_on_the_server_that_is_up() throws Exception {
    RunnerOutcome outcome =
        run(
            List.of(at(1, 4), at(1, 8), at(1, 16)),
            new RunnerWish(OptionalInt.of(2), false, Set.of()));
    assertThat(story).containsExactly("start 1", "rate 4", "rate 8", "stop 1");
    assertThat(outcome.progress().done()).isEqualTo(2);
  }

  private RunnerOutcome run(List<Point> points) throws Exception {
    return run(points, RunnerWish.plain());
  }

  private RunnerOutcome run(List<Point> points, RunnerWish wish) throws Exception {
    try (StudyFolder study = StudyFolder.open(folder.resolve("study"), OpenMode.CONTROL)) {
      return new Runner(sweep, oneByOne(points), new Telling(), study, new Silent()).run(wish);
    }
  }

  private static Strategy oneByOne(List<Point> points) {
    return (study, atMost) ->
        points.stream().filter(point -> !study.settled(point)).limit(1).toList();
  }

  private static Point at(int seqs, int rate) {
    return new Point(
        new TreeMap<>(Map.of("server.seqs", Value.of(seqs), "load.rate", Value.of(rate))));
  }

  /// Measures at once, in the caller's thread.
  private final class Telling implements Executor {
    private final List<ExecutionEvent> events = new ArrayList<>();
    private Ticket ticket = new Ticket("none");
    private ServerNode server = new ServerNode("", at(0, 0), new ServerSpec.Absent(), List.of());

    @Override
    public int capacity() {
      return 1;
    }

    @Override
    public Ticket submit(Allocation allocation) {
      throw new AssertionError("a search's servers stay open");
    }

    @Override
    public Ticket submitOpen(Allocation allocation) {
      server = allocation.servers().getFirst();
      ticket = new Ticket("ticket-" + story.size());
      story.add("start " + server.point().value("server.seqs").spelling());
      measure(server.runs());
      return ticket;
    }

    @Override
    public void extend(Ticket to, List<PlannedRun> runs) {
      assertThat(to).isEqualTo(ticket);
      if (runs.isEmpty()) {
        story.add("stop " + server.point().value("server.seqs").spelling());
        events.add(new ExecutionEvent.ServerStopped(ticket, server));
        events.add(new ExecutionEvent.AllocationFinished(ticket));
      } else {
        measure(runs);
      }
    }

    private void measure(List<PlannedRun> runs) {
      for (PlannedRun planned : runs) {
        story.add("rate " + planned.point().value("load.rate").spelling());
        Run run =
            new Run(
                planned.repetition(),
                planned.fingerprint(),
                Verdict.none(),
                true,
                "",
                Figures.of(Map.of("completed", 1.0)),
                new Run.Cost(0, 0, 0));
        events.add(new ExecutionEvent.RunCommitted(ticket, planned, run));
      }
      events.add(new ExecutionEvent.ServerIdle(ticket, server));
    }

    @Override
    public List<ExecutionEvent> poll(Duration atMost) {
      List<ExecutionEvent> told = List.copyOf(events);
      events.clear();
      return told;
    }

    @Override
    public void cancel(Ticket cancelled) {}

    @Override
    public void close() {}
  }

  private static final class Silent implements RunnerListener {
    @Override
    public void planned(Plan plan, List<Answer.Stale> stale, Progress progress) {}

    @Override
    public void happened(ExecutionEvent event, Study study, Progress progress) {}

    @Override
    public void pruned(Trial trial, Progress progress) {}
  }
}
