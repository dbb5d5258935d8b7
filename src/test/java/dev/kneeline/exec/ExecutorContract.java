package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.FailureKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every executor owes its caller. A new one extends this and says how it is made.
@Timeout(120)
abstract class ExecutorContract {

  private static final String RESULT =
      "{\"completed\": 5, \"total_output_tokens\": 20, \"output_throughput\": 10.5}";

  @TempDir Path folder;
  private StudyFolder study;
  private Executor executor;
  private final List<ExecutionEvent> events = new ArrayList<>();

  /// Makes the executor under test.
  abstract Executor executor(StudyFolder study, Surroundings surroundings);

  @BeforeEach
  void open() {
    study = StudyFolder.open(folder.resolve("study"), OpenMode.CONTROL);
    executor =
        executor(
            study,
            new Surroundings(folder, folder.resolve("cache"), java.util.Map.of("job_id", "")));
  }

  @AfterEach
  void close() {
    executor.close();
    study.close();
    Workshop.requireNothingLives(folder);
  }

  @Test
  void there_is_room_for_at_least_one_allocation() {
    assertThat(executor.capacity()).isPositive();
  }

  @Test
  void an_allocations_events_come_in_order_and_end_with_its_end() throws Exception {
    Ticket ticket =
        executor.submit(
            Plans.allocation(
                Plans.node(Plans.fake(), Plans.generated(2, 4), Plans.generated(3, 4))));
    awaitEnd(ticket);

    assertThat(names(ticket))
        .containsSubsequence(
            "ServerStarting",
            "ServerReady",
            "RunStarted",
            "RunCommitted",
            "RunStarted",
            "RunCommitted",
            "ServerStopped",
            "AllocationFinished");
    assertThat(names(ticket)).endsWith("AllocationFinished");
    assertThat(study.study().trials()).hasSize(2);
  }

  @Test
  void every_run_of_an_allocation_is_told_to_be_committed_failed_or_not_measured()
      throws Exception {
    Ticket ticket =
        executor.submit(
            Plans.allocation(
                Plans.node(Plans.shell("echo CUDA out of memory; exit 1"), Plans.generated(2, 4)),
                Plans.node(new ServerSpec.Absent(), offline(3, "exit 1")),
                Plans.node(new ServerSpec.Absent(), offline(4, "echo '" + RESULT + "' >$1"))));
    awaitEnd(ticket);

    ExecutionEvent.ServerFailed failed = only(ExecutionEvent.ServerFailed.class);
    assertThat(failed.failure().kind()).isEqualTo(FailureKind.OUT_OF_MEMORY_AT_LOAD);
    assertThat(failed.notMeasured()).extracting(PlannedRun::fingerprint).hasSize(1);
    assertThat(only(ExecutionEvent.RunFailed.class).run().fingerprint()).isEqualTo("fingerprint-3");
    assertThat(only(ExecutionEvent.RunCommitted.class).run().fingerprint())
        .isEqualTo("fingerprint-4");
  }

  @Test
  void events_of_one_allocation_name_its_ticket() throws Exception {
    Allocation allocation =
        Plans.allocation(
            Plans.node(new ServerSpec.Absent(), offline(2, "echo '" + RESULT + "' >$1")));
    Ticket first = executor.submit(allocation);
    Ticket second = executor.submit(allocation);
    awaitEnd(first);
    awaitEnd(second);

    assertThat(first).isNotEqualTo(second);
    assertThat(names(first)).contains("RunCommitted");
    assertThat(names(second)).contains("RunCommitted");
  }

  @Test
  void cancelling_drops_the_run_in_flight_and_stops_its_server() throws Exception {
    Ticket ticket =
        executor.submit(
            Plans.allocation(
                Plans.node(Plans.fake(), offline(2, "sleep 100"), Plans.generated(3, 4))));
    await(event -> event instanceof ExecutionEvent.RunStarted);
    executor.cancel(ticket);
    awaitEnd(ticket);

    assertThat(names(ticket)).contains("ServerStopped");
    assertThat(names(ticket)).doesNotContain("RunCommitted", "RunFailed", "ServerFailed");
    assertThat(study.study().trials())
        .allSatisfy(trial -> assertThat(study.study().settled(trial.point())).isFalse());
  }

  @Test
  void cancelling_while_a_server_starts_ends_it() throws Exception {
    Ticket ticket =
        executor.submit(
            Plans.allocation(Plans.node(Plans.fake("--never-ready"), Plans.generated(2, 4))));
    await(event -> event instanceof ExecutionEvent.ServerStarting);
    executor.cancel(ticket);
    awaitEnd(ticket);

    assertThat(names(ticket)).doesNotContain("RunStarted", "ServerFailed");
  }

  @Test
  void what_was_never_begun_can_be_cancelled_too() throws Exception {
    List<Ticket> tickets = new ArrayList<>();
    for (int number = 0; number <= executor.capacity(); number++) {
      tickets.add(
          executor.submit(
              Plans.allocation(Plans.node(new ServerSpec.Absent(), offline(2, "sleep 100")))));
    }
    tickets.forEach(executor::cancel);
    for (Ticket ticket : tickets) {
      awaitEnd(ticket);
      assertThat(names(ticket)).endsWith("AllocationFinished");
    }
  }

  @Test
  void closing_ends_what_is_under_way() throws Exception {
    executor.submit(Plans.allocation(Plans.node(Plans.fake(), offline(2, "sleep 100"))));
    await(event -> event instanceof ExecutionEvent.RunStarted);

    executor.close();

    Workshop.requireNothingLives(folder);
  }

  @Test
  void polling_waits_no_longer_than_it_is_told_to() throws Exception {
    assertThat(executor.poll(Duration.ofMillis(1))).isEmpty();
  }

  /// A run of a command that is given its result file as `$1`.
  private static PlannedRun offline(int number, String script) {
    return Plans.run(number, Plans.command(script));
  }

  private void awaitEnd(Ticket ticket) throws InterruptedException {
    await(event ->
        event instanceof ExecutionEvent.AllocationFinished && event.ticket().equals(ticket));
  }

  private void await(Predicate<ExecutionEvent> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (events.stream().noneMatch(wanted)) {
      assertThat(System.nanoTime()).as("events so far: %s", names()).isLessThan(deadline);
      events.addAll(executor.poll(Duration.ofMillis(200)));
    }
  }

  private List<String> names(Ticket ticket) {
    return events.stream()
        .filter(event -> event.ticket().equals(ticket))
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  private List<String> names() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private <E extends ExecutionEvent> E only(Class<E> type) {
    List<E> found = events.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
