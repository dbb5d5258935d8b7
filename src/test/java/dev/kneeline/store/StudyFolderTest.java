package dev.kneeline.store;

import static dev.kneeline.store.Given.concurrency;
import static dev.kneeline.store.Given.measure;
import static dev.kneeline.store.Given.node;
import static dev.kneeline.store.Given.planned;
import static dev.kneeline.store.Given.point;
import static dev.kneeline.store.Given.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.store.StudyRefusedException.Reason;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFolderTest {

  @TempDir Path temporary;

  @Test
  void a_committed_run_reads_back_as_it_was() {
    Point point = point("server.mem", new Value.Real(new BigDecimal("0.90"), "0.90"), "load.c", 8);
    try (StudyFolder study = open("s")) {
      Run run = measure(study, planned(point, 1), 123.25);
      StoredRun stored = study.records().runs().getFirst();
      assertThat(stored.run()).isEqualTo(run);
      assertThat(stored.point()).isEqualTo(point);
      assertThat(stored.point().label()).isEqualTo("mem=0.90 c=8");
      assertThat(stored.origin()).isEqualTo(Given.VLLM);
      assertThat(study.study().trial(point).orElseThrow().state())
          .isEqualTo(new TrialState.Completed(List.of(run)));
    }
  }

  @Test
  void an_attempt_without_an_end_counts_as_if_it_had_never_been() {
    try (StudyFolder study = open("s")) {
      study.beginRun(planned(concurrency(1), 1), "");
      assertThat(study.study().trials()).isEmpty();
      RunAttempt second = study.beginRun(planned(concurrency(1), 1), "");
      assertThat(second.relative()).endsWith("rep-1/attempt-2");
    }
  }

  @Test
  void a_run_whose_raw_file_is_missing_is_not_committed() {
    try (StudyFolder study = open("s")) {
      RunAttempt attempt = study.beginRun(planned(concurrency(1), 1), "");
      assertThatThrownBy(() -> attempt.commit(record(1))).isInstanceOf(UncheckedIOException.class);
      assertThat(study.records().runs()).isEmpty();
    }
  }

  @Test
  void an_attempt_ends_once() {
    try (StudyFolder study = open("s")) {
      RunAttempt attempt = study.beginRun(planned(concurrency(1), 1), "");
      Given.write(attempt, "x");
      attempt.commit(record(1));
      assertThatThrownBy(() -> attempt.fail(Failure.of(FailureKind.INTERNAL, "late")))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void the_same_fingerprint_answers_and_a_changed_one_makes_stale_until_it_is_changed_back() {
    Point point = concurrency(8);
    try (StudyFolder study = open("s")) {
      Run first = measure(study, planned(point, 1, "-v1"), 1);
      Records records = study.records();
      assertThat(records.answer(planned(point, 1, "-v1"), Map.of()))
          .isEqualTo(new Answer.Measured(first));
      assertThat(records.answer(planned(point, 2, "-v1"), Map.of()))
          .isEqualTo(new Answer.Missing(List.of()));
      assertThat(stale(records.answer(planned(point, 1, "-v2"), Map.of())).folder())
          .isEqualTo(first.folder());
      measure(study, planned(point, 1, "-v2"), 2);
      assertThat(study.records().answer(planned(point, 1, "-v1"), Map.of()))
          .isEqualTo(new Answer.Measured(first));
    }
  }

  @Test
  void without_a_plan_only_the_runs_of_the_latest_fingerprint_are_shown_together() {
    Point point = concurrency(8);
    try (StudyFolder study = open("s")) {
      measure(study, planned(point, 1, "-v1"), 1);
      measure(study, planned(point, 2, "-v1"), 1);
      Run latest = measure(study, planned(point, 1, "-v2"), 2);
      Records records = study.records();
      assertThat(records.study().trial(point).orElseThrow().state().committed())
          .containsExactly(latest);
      assertThat(records.stale()).hasSize(2);
    }
  }

  @Test
  void another_engine_version_makes_a_run_stale() {
    Point point = concurrency(8);
    try (StudyFolder study = open("s")) {
      measure(study, planned(point, 1), 1);
      Records records = study.records();
      assertThat(records.answer(planned(point, 1), Map.of("vllm", "0.11.0")))
          .isInstanceOf(Answer.Measured.class);
      assertThat(stale(records.answer(planned(point, 1), Map.of("vllm", "0.12.0"))).reason())
          .isEqualTo("measured with vllm 0.11.0, which is now 0.12.0");
    }
  }

  @Test
  void a_failed_run_is_left_alone_and_counted() {
    Point point = concurrency(8);
    Failure failure = new Failure(FailureKind.SERVER_EXITED, "gone", "look", "runs/x/load.log");
    try (StudyFolder study = open("s")) {
      study.beginRun(planned(point, 1), "").fail(failure);
      study.beginRun(planned(point, 1), "").fail(failure);
      assertThat(study.records().answer(planned(point, 1), Map.of()))
          .isEqualTo(new Answer.Failed(failure, 2));
      assertThat(study.study().trial(point).orElseThrow().state())
          .isEqualTo(new TrialState.Failed(failure, List.of()));
      Run run = measure(study, planned(point, 1), 1);
      assertThat(study.records().answer(planned(point, 1), Map.of()))
          .isEqualTo(new Answer.Measured(run));
    }
  }

  @Test
  void an_interrupted_run_is_measured_again_without_being_asked() {
    try (StudyFolder study = open("s")) {
      study
          .beginRun(planned(concurrency(8), 1), "")
          .fail(Failure.of(FailureKind.INTERRUPTED, "Ctrl-C"));
      assertThat(study.records().answer(planned(concurrency(8), 1), Map.of()))
          .isInstanceOf(Answer.Missing.class);
    }
  }

  @Test
  void a_server_that_runs_out_of_memory_makes_every_point_it_was_to_serve_unviable() {
    Point one = point("server.x", 1, "load.c", 1);
    Point two = point("server.x", 1, "load.c", 2);
    Failure failure = Failure.of(FailureKind.OUT_OF_MEMORY_AT_LOAD, "CUDA out of memory");
    try (StudyFolder study = open("s")) {
      ServerAttempt server = study.beginServer(node(point("server.x", 1)));
      server.fail(failure, List.of(planned(one, 1), planned(two, 1)));
      assertThat(study.study().trials())
          .extracting(trial -> trial.state())
          .containsExactlyInAnyOrder(
              new TrialState.Unviable(failure), new TrialState.Unviable(failure));
    }
  }

  @Test
  void a_pruned_point_keeps_its_reason_while_its_fingerprint_stays() {
    Point point = concurrency(8);
    try (StudyFolder study = open("s")) {
      study.prune(point, planned(point, 1).fingerprint(), "4 ran out of memory");
      Records records = study.records();
      assertThat(records.answer(planned(point, 1), Map.of()))
          .isEqualTo(new Answer.Pruned("4 ran out of memory"));
      assertThat(records.answer(planned(point, 1, "-v2"), Map.of()))
          .isInstanceOf(Answer.Missing.class);
      assertThat(records.study().trial(point).orElseThrow().state())
          .isEqualTo(new TrialState.Pruned("4 ran out of memory"));
    }
  }

  @Test
  void rerun_makes_a_point_count_no_more_and_keeps_its_files() {
    Point point = concurrency(8);
    try (StudyFolder study = open("s")) {
      Run run = measure(study, planned(point, 1), 1);
      measure(study, planned(concurrency(9), 1), 1);
      assertThat(study.supersede(point)).isEqualTo(1);
      assertThat(study.records().answer(planned(point, 1), Map.of()))
          .isEqualTo(new Answer.Missing(List.of()));
      assertThat(study.root().resolve(run.folder()).resolve("run.json")).exists();
      assertThat(study.study().trials()).hasSize(1);
      assertThat(study.verify().damages()).isEmpty();
    }
  }

  @Test
  void rerun_of_one_point_leaves_the_other_points_of_its_failed_server_alone() {
    Point one = point("server.x", 1, "load.c", 1);
    Point two = point("server.x", 1, "load.c", 2);
    Failure failure = Failure.of(FailureKind.OUT_OF_MEMORY_AT_LOAD, "CUDA out of memory");
    try (StudyFolder study = open("s")) {
      study
          .beginServer(node(point("server.x", 1)))
          .fail(failure, List.of(planned(one, 1), planned(two, 1)));
      study.prune(one, planned(one, 1).fingerprint(), "hopeless");
      assertThat(study.supersede(one)).isEqualTo(1);
      assertThat(study.records().answer(planned(one, 1), Map.of()))
          .isEqualTo(new Answer.Missing(List.of()));
      assertThat(study.records().answer(planned(two, 1), Map.of()))
          .isEqualTo(new Answer.Failed(failure, 1));
    }
  }

  @Test
  void a_question_asked_again_shows_its_own_answers_again() {
    Point point = concurrency(8);
    try (StudyFolder study = open("s")) {
      Run first = measure(study, planned(point, 1, "-v1"), 1);
      measure(study, planned(point, 1, "-v2"), 2);
      Plan again = plan(1, point);
      assertThat(study.ask(again).measured()).isEqualTo(1);
      assertThat(study.study().trial(point).orElseThrow().state().committed())
          .containsExactly(first);
      Run third = measure(study, planned(point, 1, "-v3"), 3);
      assertThat(study.study().trial(point).orElseThrow().state().committed())
          .containsExactly(third);
    }
  }

  @Test
  void a_plan_is_answered_run_by_run() {
    Point done = concurrency(1);
    Point half = concurrency(2);
    Point none = concurrency(3);
    try (StudyFolder study = open("s")) {
      measure(study, planned(done, 1), 1);
      measure(study, planned(done, 2), 1);
      measure(study, planned(half, 1), 1);
      Measured measured = study.measured(plan(2, done, half, none));
      assertThat(measured.measured()).isEqualTo(3);
      assertThat(measured.missing())
          .containsExactly(planned(half, 2), planned(none, 1), planned(none, 2));
      assertThat(measured.study().trials())
          .extracting(trial -> trial.state().line())
          .containsExactly("done, 2 runs", "running, 1 done", "waiting");
    }
  }

  @Test
  void a_damaged_run_is_reported_and_left_and_the_others_are_read() throws IOException {
    try (StudyFolder study = open("s")) {
      Run broken = measure(study, planned(concurrency(1), 1), 1);
      measure(study, planned(concurrency(2), 1), 1);
      Path file = study.root().resolve(broken.folder()).resolve("run.json");
      Files.writeString(file, Files.readString(file).substring(0, 100));
      Records records = study.records();
      assertThat(records.runs()).hasSize(1);
      assertThat(records.damages())
          .extracting(Damage::path)
          .containsExactly(broken.folder() + "/run.json");
      assertThat(file).exists();
    }
  }

  @Test
  void a_changed_raw_file_is_found() throws IOException {
    try (StudyFolder study = open("s")) {
      Run run = measure(study, planned(concurrency(1), 1), 1);
      assertThat(study.verify()).isEqualTo(new Verification(1, List.of()));
      Files.writeString(study.root().resolve(run.folder()).resolve("samples.bin"), "other");
      assertThat(study.verify().damages())
          .containsExactly(
              new Damage(run.folder() + "/samples.bin", "was changed after its commit"));
    }
  }

  @Test
  void a_torn_journal_line_is_no_line_and_the_next_one_stands_by_itself() throws IOException {
    try (StudyFolder study = open("s")) {
      Run run = measure(study, planned(concurrency(1), 1), 1);
      Path journal = study.root().resolve("journal.jsonl");
      Files.writeString(journal, Files.readString(journal) + "{\"at\":\"2026");
      measure(study, planned(concurrency(2), 1), 1);
      assertThat(Files.readAllLines(journal).getLast()).contains("\"committed\"");
      assertThat(study.verify().damages())
          .extracting(Damage::path)
          .containsExactly("journal.jsonl:4");
      assertThat(run.folder()).isNotEmpty();
    }
  }

  @Test
  void a_folder_that_is_no_study_is_refused_and_not_touched() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(folder.resolve("thesis.tex"), "years of work");
    assertRefused(folder, Reason.NOT_A_STUDY);
    assertThatThrownBy(() -> StudyFolder.setAside(folder, InstantSource.system()))
        .isInstanceOf(StudyRefusedException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("thesis.tex"));
    }
  }

  @Test
  void a_newer_format_is_refused_with_what_wrote_it() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("s"));
    Files.writeString(folder.resolve("format.json"), "{\"format\": 2, \"kneeline\": \"9.9\"}");
    assertThat(assertRefused(folder, Reason.NEWER_FORMAT))
        .hasMessageContaining("format 2, written by Kneeline 9.9");
  }

  @Test
  void what_is_not_there_is_not_read() {
    assertThatThrownBy(() -> StudyFolder.open(temporary.resolve("none"), OpenMode.READ))
        .isInstanceOf(StudyRefusedException.class)
        .hasMessageContaining("there is no study");
    assertThat(temporary.resolve("none")).doesNotExist();
  }

  @Test
  void a_study_is_set_aside_whole() {
    try (StudyFolder study = open("s")) {
      measure(study, planned(concurrency(1), 1), 1);
    }
    Path aside = StudyFolder.setAside(temporary.resolve("s"), InstantSource.system()).orElseThrow();
    assertThat(aside.getFileName().toString()).matches("s\\.old-[0-9]{8}T[0-9]{6}Z");
    assertThat(temporary.resolve("s")).doesNotExist();
    try (StudyFolder old = StudyFolder.open(aside, OpenMode.READ)) {
      assertThat(old.study().trials()).hasSize(1);
    }
    assertThat(StudyFolder.setAside(temporary.resolve("s"), InstantSource.system())).isEmpty();
  }

  @Test
  void attempts_are_listed_with_how_they_stand_and_where_their_logs_grow() throws IOException {
    try (StudyFolder study = open("s")) {
      ServerAttempt server = study.beginServer(node(point("server.x", 1)));
      Files.writeString(server.log(), "starting");
      RunAttempt failed = study.beginRun(planned(concurrency(1), 1), server.relative());
      Files.writeString(failed.log("load"), "oh");
      failed.fail(Failure.of(FailureKind.LOAD_FAILED, "oh"));
      measure(study, planned(concurrency(1), 1), 1);
      study.beginRun(planned(concurrency(1), 1), server.relative());
      assertThat(study.attempts())
          .extracting(attempt -> attempt.folder() + " " + attempt.state() + " " + attempt.logs())
          .containsExactly(
              server.relative() + " OPEN [" + server.log() + "]",
              failed.relative() + " FAILED [" + failed.log("load") + "]",
              failed.relative().replace("-1/attempt-1", "-1/attempt-2") + " COMMITTED []",
              failed.relative().replace("-1/attempt-1", "-1/attempt-3") + " OPEN []");
    }
  }

  @Test
  void an_agent_measures_beside_the_controller_and_keeps_its_own_journal() {
    try (StudyFolder controller = open("s");
        StudyFolder agent = StudyFolder.open(temporary.resolve("s"), OpenMode.AGENT)) {
      ServerAttempt server = agent.beginServer(node(point("server.x", 1)));
      RunAttempt attempt = agent.beginRun(planned(concurrency(1), 1), server.relative());
      Given.write(attempt, "samples");
      Run run = attempt.commit(record(1));
      assertThat(controller.records().runs()).extracting(StoredRun::run).containsExactly(run);
      assertThat(server.folder().resolve("journal.jsonl")).exists();
      assertThat(controller.verify()).isEqualTo(new Verification(1, List.of()));
      assertThatThrownBy(() -> agent.supersede(concurrency(1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private StudyRefusedException assertRefused(Path folder, Reason reason) {
    StudyRefusedException refused = null;
    for (OpenMode mode : OpenMode.values()) {
      try (StudyFolder study = StudyFolder.open(folder, mode)) {
        throw new AssertionError("opened " + study.root());
      } catch (StudyRefusedException expected) {
        assertThat(expected.reason()).isEqualTo(reason);
        refused = expected;
      }
    }
    return java.util.Objects.requireNonNull(refused);
  }

  private StudyFolder open(String name) {
    return StudyFolder.open(temporary.resolve(name), OpenMode.CONTROL);
  }

  private static Answer.Stale stale(Answer answer) {
    return ((Answer.Missing) answer).stale().getFirst();
  }

  private static Plan plan(int repetitions, Point... points) {
    List<PlannedRun> runs =
        Stream.of(points)
            .flatMap(point ->
                java.util.stream.IntStream.rangeClosed(1, repetitions)
                    .mapToObj(repetition -> planned(point, repetition)))
            .toList();
    Point nothing = point();
    return new Plan(
        "s",
        List.of(
            new Allocation(nothing, 0, List.of(node(nothing, runs.toArray(PlannedRun[]::new))))));
  }
}
