package dev.kneeline.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExternalLoadTest {

  private static final String RESULT =
      "{\"completed\": 5, \"failed\": 0, \"total_output_tokens\": 20, \"output_throughput\": 10.5, "
          + "\"mean_tpot_ms\": 20}";

  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder, Duration.ofSeconds(3));
  }

  @AfterEach
  void nothing_is_left() {
    workshop.close();
  }

  @Test
  void a_command_without_a_server_is_measured_by_the_file_it_writes() throws Exception {
    measure(Plans.command("echo working; echo '" + RESULT + "' >\"$1\""));

    ExecutionEvent.RunCommitted committed = workshop.only(ExecutionEvent.RunCommitted.class);
    assertThat(committed.result().figures().value("output_throughput")).hasValue(10.5);
    assertThat(committed.result().figures().value("interactivity")).hasValue(50);
    assertThat(committed.result().figures().value("failure_rate")).hasValue(0);
    assertThat(committed.result().verdict().clear()).isTrue();
    Path run = workshop.study.root().resolve(committed.result().folder());
    assertThat(run.resolve("result.json")).hasContent(RESULT);
    assertThat(run.resolve("benchmark.log")).hasContent("working");
  }

  @Test
  void runtime_names_reach_the_command() throws Exception {
    measure(
        Plans.command(
            "echo $2 $3 $4 $5; echo '" + RESULT + "' >\"$1\"",
            "{point}",
            "{repetition}",
            "{seed}",
            "{study_dir}"));

    ExecutionEvent.RunCommitted committed = workshop.only(ExecutionEvent.RunCommitted.class);
    assertThat(log(committed))
        .hasContent("%s 1 1 %s".formatted(committed.run().point().id(), workshop.study.root()));
  }

  @Test
  void a_command_that_fails_is_told_with_its_last_words() throws Exception {
    measure(Plans.command("echo begun; echo broken; exit 4"));

    Failure failure = workshop.only(ExecutionEvent.RunFailed.class).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.BENCHMARK_FAILED);
    assertThat(failure.message()).contains("code 4").contains("broken");
    assertThat(workshop.study.root().resolve(failure.log())).content().contains("begun");
  }

  @Test
  void a_command_that_fails_after_it_wrote_its_result_is_told_by_that() throws Exception {
    measure(
        Plans.command("echo '{\"completed\": 0, \"failed\": 5}' >\"$1\"; echo wrote it; exit 1"));

    Failure failure = workshop.only(ExecutionEvent.RunFailed.class).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.LOAD_FAILED);
    assertThat(failure.message()).contains("code 1: none of 5 requests completed");
  }

  @Test
  void a_client_that_judges_itself_is_believed() throws Exception {
    String doubtful =
        "{\"completed\": 5, \"total_output_tokens\": 9,"
            + " \"verdict\": {\"status\": \"INVALID\", \"reasons\": [\"late\"]}}";
    measure(Plans.command("echo '" + doubtful + "' >\"$1\""));

    assertThat(workshop.only(ExecutionEvent.RunCommitted.class).result().verdict())
        .isEqualTo(new Verdict("INVALID", List.of("late")));
  }

  @Test
  void a_command_that_hangs_is_ended_with_all_that_it_started() throws Exception {
    measure(Plans.command("sleep 100 & setsid sleep 100 & wait"));

    assertThat(workshop.only(ExecutionEvent.RunFailed.class).failure().kind())
        .isEqualTo(FailureKind.RUN_TIMEOUT);
  }

  @Test
  void a_command_that_writes_nothing_or_leaves_an_old_file_gives_no_run() throws Exception {
    Files.writeString(folder.resolve("old.json"), RESULT);
    measure(Plans.command("true"), Plans.external("old.json", List.of("true")));

    assertThat(workshop.events(ExecutionEvent.RunFailed.class))
        .extracting(event -> event.failure().kind())
        .containsExactly(FailureKind.RESULT_UNREADABLE, FailureKind.RESULT_UNREADABLE);
    assertThat(workshop.events(ExecutionEvent.RunFailed.class).getLast().failure().message())
        .contains("as it was before");
  }

  @Test
  void a_result_that_lies_elsewhere_is_copied_beside_the_run() throws Exception {
    measure(
        Plans.external(
            "{point}.json",
            List.of("sh", "-c", "echo '" + RESULT + "' >$1.json", "sh", "{point}")));

    ExecutionEvent.RunCommitted committed = workshop.only(ExecutionEvent.RunCommitted.class);
    Path run = workshop.study.root().resolve(committed.result().folder());
    assertThat(run.resolve("result.json")).hasContent(RESULT);
  }

  @Test
  void a_result_without_tokens_or_with_too_few_under_ignore_eos_is_a_failed_run() throws Exception {
    String none = "echo '{\"completed\": 5, \"total_output_tokens\": 0}' >\"$1\"";
    String few = "echo '" + RESULT + "' >\"$1\"";
    String nothing = "echo '{\"completed\": 0, \"failed\": 5, \"mean_ttft_ms\": 0.0}' >\"$1\"";
    measure(
        Plans.command(none),
        Plans.command(few, "--ignore-eos", "--random-output-len", "8"),
        Plans.command(nothing));

    assertThat(workshop.events(ExecutionEvent.RunFailed.class))
        .extracting(event -> event.failure().kind())
        .contains(FailureKind.SHORT_OUTPUT, FailureKind.SHORT_OUTPUT, FailureKind.LOAD_FAILED);
    assertThat(workshop.events(ExecutionEvent.RunCommitted.class)).isEmpty();
  }

  @Test
  void a_server_that_is_killed_ends_the_benchmark_that_waits_for_it() throws Exception {
    workshop.run(
        Plans.node(
            Plans.fake(),
            Plans.run(1, Plans.command("kill -9 $(cat fake-server.pid); sleep 100"))));

    Failure failure = workshop.only(ExecutionEvent.RunFailed.class).failure();
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_EXITED);
    assertThat(failure.message()).contains("signal 9").contains("serving");
    assertThat(workshop.events(ExecutionEvent.ServerStarting.class)).hasSize(2);
  }

  private void measure(LoadSpec.External... loads) throws InterruptedException {
    List<PlannedRun> runs = new ArrayList<>();
    for (LoadSpec.External load : loads) {
      runs.add(Plans.run(runs.size() + 1, load));
    }
    workshop.run(Plans.node(new ServerSpec.Absent(), runs.toArray(PlannedRun[]::new)));
  }

  private Path log(ExecutionEvent.RunCommitted committed) {
    return workshop.study.root().resolve(committed.result().folder()).resolve("benchmark.log");
  }
}
