package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.store.Redaction;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NodeRunnerTest {

  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder, Duration.ofSeconds(20));
  }

  @AfterEach
  void nothing_is_left() {
    workshop.close();
  }

  @Test
  void a_servers_runs_are_measured_in_order_and_committed() throws Exception {
    workshop.run(Plans.node(Plans.fake(), Plans.generated(2, 6), Plans.generated(3, 6)));

    assertThat(workshop.events(ExecutionEvent.RunCommitted.class))
        .extracting(event -> event.run().fingerprint())
        .containsExactly("fingerprint-2", "fingerprint-3");
    ExecutionEvent.RunCommitted first =
        workshop.events(ExecutionEvent.RunCommitted.class).getFirst();
    assertThat(first.result().figures().value("completed")).hasValue(6);
    assertThat(first.result().figures().value("total_output_tokens")).hasValue(24);
    assertThat(first.result().cost().serverStartSeconds()).isPositive();
    Path run = workshop.study.root().resolve(first.result().folder());
    assertThat(run.resolve("machine.csv")).content().startsWith("elapsed_s,host_cpu_percent");
    assertThat(workshop.events.getFirst()).isInstanceOf(ExecutionEvent.ServerStarting.class);
    assertThat(workshop.events.getLast()).isInstanceOf(ExecutionEvent.ServerStopped.class);
  }

  @Test
  void what_did_not_take_effect_is_told_and_secrets_are_hidden() throws Exception {
    workshop.run(Plans.node(Plans.fake(), Plans.generated(2, 4)));

    ExecutionEvent.ServerReady ready = workshop.only(ExecutionEvent.ServerReady.class);
    assertThat(ready.notes())
        .containsExactly(
            "max-num-seqs: asked for 16, runs with 8",
            "api-key: asked for (hidden), runs with (hidden)");
    Path log = workshop.only(ExecutionEvent.ServerStarting.class).log();
    assertThat(log).content().contains("serving");
    assertThat(log.resolveSibling("effective.json"))
        .content()
        .contains("1.2.3")
        .doesNotContain("sk-12345678", "sk-87654321");
    assertThat(log.resolveSibling("command.txt")).content().contains("--port");
  }

  @Test
  void a_server_that_is_never_ready_is_given_up_and_ended() throws Exception {
    ServerSpec.Start spec = Plans.within(Plans.fake("--never-ready"), Duration.ofSeconds(2));

    workshop.run(Plans.node(spec, Plans.generated(2, 4)));

    ExecutionEvent.ServerFailed failed = workshop.only(ExecutionEvent.ServerFailed.class);
    assertThat(failed.failure().kind()).isEqualTo(FailureKind.START_TIMEOUT);
    assertThat(failed.failure().message()).contains("within 2 s").contains("503");
    assertThat(failed.notMeasured()).hasSize(1);
  }

  @Test
  void memory_that_runs_out_at_load_is_known_at_once_and_by_its_line() throws Exception {
    workshop.run(
        Plans.node(
            Plans.shell("echo loading; echo 'torch.OutOfMemoryError: CUDA out of memory.'; exit 1"),
            Plans.generated(2, 4),
            Plans.generated(4, 4)));

    ExecutionEvent.ServerFailed failed = workshop.only(ExecutionEvent.ServerFailed.class);
    assertThat(failed.failure().kind()).isEqualTo(FailureKind.OUT_OF_MEMORY_AT_LOAD);
    assertThat(failed.failure().message()).contains("CUDA out of memory");
    assertThat(failed.failure().hint()).isEqualTo("lower it");
    assertThat(workshop.study.root().resolve(failed.failure().log())).content().contains("loading");
    assertThat(failed.notMeasured()).hasSize(2);
    assertThat(workshop.events(ExecutionEvent.ServerStarting.class)).hasSize(1);
  }

  @Test
  void a_server_that_exits_without_a_known_reason_is_started_once_more() throws Exception {
    workshop.run(Plans.node(Plans.shell("echo oops; exit 7"), Plans.generated(2, 4)));

    assertThat(workshop.events(ExecutionEvent.ServerStarting.class)).hasSize(2);
    Failure failure = workshop.only(ExecutionEvent.ServerFailed.class).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_EXITED);
    assertThat(failure.message()).contains("code 7").contains("oops");
  }

  @Test
  void a_death_under_load_fails_its_run_and_what_the_server_owed() throws Exception {
    workshop.run(
        Plans.node(
            Plans.fake("--die-after", "8", "--last-words", "CUDA out of memory"),
            Plans.generated(2, 4),
            Plans.generated(3, 40),
            Plans.generated(4, 4)));

    assertThat(workshop.only(ExecutionEvent.RunCommitted.class).run().fingerprint())
        .isEqualTo("fingerprint-2");
    ExecutionEvent.RunFailed struck = workshop.only(ExecutionEvent.RunFailed.class);
    assertThat(struck.run().fingerprint()).isEqualTo("fingerprint-3");
    assertThat(struck.failure().kind()).isEqualTo(FailureKind.OUT_OF_MEMORY_UNDER_LOAD);
    assertThat(workshop.only(ExecutionEvent.ServerFailed.class).notMeasured())
        .extracting(PlannedRun::fingerprint)
        .containsExactly("fingerprint-4");
  }

  @Test
  void a_death_for_no_known_reason_gives_its_runs_a_second_server() throws Exception {
    workshop.run(
        Plans.node(Plans.fake("--die-after", "10"), Plans.generated(2, 6), Plans.generated(3, 6)));

    assertThat(workshop.events(ExecutionEvent.ServerStarting.class)).hasSize(2);
    assertThat(workshop.events(ExecutionEvent.RunCommitted.class))
        .extracting(event -> event.run().fingerprint())
        .containsExactly("fingerprint-2", "fingerprint-3");
    assertThat(workshop.events(ExecutionEvent.RunFailed.class)).isEmpty();
  }

  @Test
  void a_taken_port_is_refused_and_never_measured() throws Exception {
    try (ServerSocket stale = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      workshop.run(Plans.node(Plans.on(Plans.fake(), stale.getLocalPort()), Plans.generated(2, 4)));
    }

    ExecutionEvent.ServerFailed failed = workshop.only(ExecutionEvent.ServerFailed.class);
    assertThat(failed.failure().kind()).isEqualTo(FailureKind.PORT_IN_USE);
    assertThat(workshop.events(ExecutionEvent.ServerReady.class)).isEmpty();
  }

  @Test
  void a_leader_that_leaves_its_worker_behind_counts_as_dead_and_its_port_is_freed()
      throws Exception {
    String worker = String.join("' '", Java.command(FakeServer.class, "--port"));
    workshop.run(
        Plans.node(
            Plans.on(Plans.shell("setsid '" + worker + "' $1 & exit 3"), 29_417),
            Plans.generated(2, 4)));

    assertThat(workshop.events(ExecutionEvent.ServerFailed.class)).hasSize(1);
    assertThat(Ports.taken(29_417)).isFalse();
  }

  @Test
  void a_server_that_ignores_term_is_gone_after_its_time() throws Exception {
    workshop.run(
        Plans.node(
            Plans.within(Plans.fake("--ignore-term"), Duration.ofSeconds(20)),
            Plans.generated(2, 4)));

    assertThat(workshop.only(ExecutionEvent.RunCommitted.class)).isNotNull();
    assertThat(workshop.only(ExecutionEvent.ServerStopped.class)).isNotNull();
  }

  @Test
  void a_cache_reset_that_is_refused_for_a_while_is_asked_for_again() throws Exception {
    workshop.run(Plans.node(Plans.fake("--refuse-resets", "3"), Plans.generated(2, 4)));

    assertThat(workshop.only(ExecutionEvent.RunCommitted.class)).isNotNull();
  }

  @Test
  void answers_that_are_too_short_are_a_failed_run_and_not_a_fast_one() throws Exception {
    workshop.run(Plans.node(Plans.fake("--tokens", "2"), Plans.generated(2, 4)));

    Failure failure = workshop.only(ExecutionEvent.RunFailed.class).failure();
    assertThat(failure.kind()).isIn(FailureKind.SHORT_OUTPUT, FailureKind.LOAD_FAILED);
    assertThat(workshop.events(ExecutionEvent.RunCommitted.class)).isEmpty();
  }

  @Test
  void requests_that_all_fail_are_tried_twice_and_told_with_the_servers_words() throws Exception {
    workshop.run(Plans.node(Plans.fake("--fail-requests"), Plans.generated(2, 4)));

    Failure failure = workshop.only(ExecutionEvent.RunFailed.class).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.LOAD_FAILED);
    assertThat(failure.message()).contains("HTTP 500");
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void a_server_that_lives_on_after_its_worker_died_is_understood_by_its_log() throws Exception {
    workshop.run(
        Plans.node(
            Plans.fake("--fail-requests", "--complain", "CUDA out of memory"),
            Plans.generated(2, 4)));

    assertThat(workshop.only(ExecutionEvent.RunFailed.class).failure().kind())
        .isEqualTo(FailureKind.OUT_OF_MEMORY_UNDER_LOAD);
  }

  @Test
  void a_server_that_hangs_after_running_out_of_memory_ran_out_of_memory() throws Exception {
    ServerSpec.Start spec =
        Plans.within(Plans.shell("echo CUDA out of memory; exec sleep 100"), Duration.ofSeconds(1));

    workshop.run(Plans.node(spec, Plans.generated(2, 4)));

    assertThat(workshop.only(ExecutionEvent.ServerFailed.class).failure().kind())
        .isEqualTo(FailureKind.OUT_OF_MEMORY_AT_LOAD);
  }

  @Test
  void a_missing_program_is_a_failure_with_its_name() throws Exception {
    workshop.run(Plans.node(Plans.start(List.of("no-such-engine")), Plans.generated(2, 4)));

    Failure failure = workshop.only(ExecutionEvent.ServerFailed.class).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.COMMAND_NOT_FOUND);
    assertThat(failure.message()).contains("no-such-engine");
  }

  @Test
  void somebody_elses_server_is_measured_and_left_running() throws Exception {
    int port = workshop.ports.reserveFree().orElseThrow();
    Child theirs =
        workshop.processes.start(
            new Processes.Start(
                Java.command(FakeServer.class, "--port", Integer.toString(port)),
                Map.of(),
                folder,
                folder.resolve("theirs.log"),
                Redaction.byName()));
    String url = "http://127.0.0.1:" + port;
    assertThat(
            Patience.until(
                () -> new Control(url).get("/health", Control.BRIEF).ok(), Duration.ofSeconds(20)))
        .isTrue();

    workshop.run(Plans.node(new ServerSpec.Attach(Plans.engine(), url), Plans.generated(2, 4)));

    assertThat(workshop.only(ExecutionEvent.RunCommitted.class)).isNotNull();
    assertThat(theirs.alive()).isTrue();
  }

  @Test
  void somebody_elses_server_that_does_not_answer_fails_its_runs() throws Exception {
    int port = workshop.ports.reserveFree().orElseThrow();
    workshop.run(
        Plans.node(
            new ServerSpec.Attach(Plans.engine(), "http://127.0.0.1:" + port),
            Plans.generated(2, 4)));

    ExecutionEvent.ServerFailed failed = workshop.only(ExecutionEvent.ServerFailed.class);
    assertThat(failed.failure().kind()).isEqualTo(FailureKind.START_TIMEOUT);
    assertThat(failed.notMeasured()).hasSize(1);
  }

  private long attempts() throws IOException {
    try (java.util.stream.Stream<Path> files = Files.walk(workshop.study.root().resolve("runs"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("attempt-")).count();
    }
  }
}
