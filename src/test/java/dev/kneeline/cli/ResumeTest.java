package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.study.Run;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `run` called again measures what is missing and nothing else.
class ResumeTest {

  private static final String TWO_LOADS = "sweep: {load.max-concurrency: [1, 2]}\n";

  @TempDir Path folder;

  @Test
  void a_finished_sweep_starts_nothing_and_a_changed_option_measures_anew_what_it_touches()
      throws Exception {
    Sandbox box = new Sandbox(folder).with(TWO_LOADS);
    assertThat(box.run().code()).isZero();

    Cli.Result again = box.run();
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("everything is measured\n");
    assertThat(again.out()).contains("output_throughput");
    assertThat(box.serverStarts()).isEqualTo(1);

    Cli.Result changed = box.run("--set", "load.num-prompts=5");
    assertThat(changed.code()).isZero();
    assertThat(changed.err()).contains("2 runs to measure").contains("stale: 2 stored runs");
    assertThat(box.runs()).extracting(ResumeTest::completed).containsExactly(5.0, 5.0);

    Cli.Result back = box.run();
    assertThat(back.err()).as("the first question's runs are still there").contains("everything");
    assertThat(box.runs()).extracting(ResumeTest::completed).containsExactly(4.0, 4.0);
    assertThat(box.serverStarts()).isEqualTo(2);
  }

  @Test
  void a_smoke_test_measures_one_point_and_the_rest_follows_without_the_limit() throws Exception {
    Sandbox box = new Sandbox(folder).with("sweep: {load.max-concurrency: [1, 2, 3]}\n");
    Cli.Result smoke = box.run("--limit", "1");
    assertThat(smoke.code()).isZero();
    assertThat(smoke.err()).contains("1 run to measure, 1 server start");
    assertThat(box.runs().size()).isEqualTo(1);
    String first = box.runs().getFirst().folder();

    assertThat(box.run("--limit", "1").err()).contains("everything is measured");

    Cli.Result plan = box.plan();
    assertThat(plan.out())
        .contains("3 points, 2 runs to measure")
        .contains("measured already: 1 run");

    Cli.Result rest = box.run();
    assertThat(rest.code()).isZero();
    assertThat(rest.err()).contains("2 runs to measure");
    assertThat(box.runs()).extracting(Run::folder).hasSize(3).contains(first);
  }

  @Test
  void a_point_is_measured_again_on_request_and_only_the_new_run_counts() throws Exception {
    Sandbox box = new Sandbox(folder).with(TWO_LOADS + "repeat: 2\n");
    assertThat(box.run().code()).isZero();
    Trial chosen = box.trials().getFirst();
    Trial other = box.trials().getLast();

    Cli.Result rerun = box.run("--rerun", chosen.point().id());
    assertThat(rerun.code()).as(rerun.err()).isZero();
    assertThat(rerun.err()).contains("2 runs to measure, 1 server start");
    assertThat(folders(box, other)).isEqualTo(folders(other));
    assertThat(folders(box, chosen)).hasSize(2).doesNotContainAnyElementsOf(folders(chosen));
    assertThat(folder.resolve("study").resolve(folders(chosen).getFirst()))
        .as("superseded runs stay on the disk")
        .isDirectory();

    Cli.Result unknown = box.run("--rerun", "nosuchpoint");
    assertThat(unknown.code()).isEqualTo(ExitCode.WRONG);
    assertThat(unknown.err()).contains("error: no point nosuchpoint in ").contains("hint: ");
  }

  @Test
  void fresh_moves_the_study_aside_and_deletes_nothing() throws Exception {
    Sandbox box = new Sandbox(folder).with("");
    assertThat(box.run().code()).isZero();
    Cli.Result fresh = box.run("--fresh");
    assertThat(fresh.code()).isZero();
    assertThat(fresh.err()).contains("the study so far was moved to ").contains("1 run to measure");
    assertThat(box.runs().size()).isEqualTo(1);
    List<Path> studies;
    try (Stream<Path> children = Files.list(folder)) {
      studies = children.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(studies).hasSize(2);
    assertThat(StudyFolders.study(studies.getLast()).trials())
        .singleElement()
        .satisfies(old -> assertThat(old.state()).isInstanceOf(TrialState.Completed.class));
  }

  @Test
  void fresh_leaves_the_study_in_its_place_when_nothing_could_start() throws Exception {
    Sandbox box = new Sandbox(folder).with("");
    StudyFolder.open(box.study(), OpenMode.CONTROL).close();
    Cli.Result refused = box.run("--fresh", "--set", "server.command=no-such-program");
    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.IMPOSSIBLE);
    assertThat(folder).isDirectoryNotContaining("glob:**study.old*");
  }

  @Test
  void a_study_that_another_controller_runs_is_refused_with_its_name() throws Exception {
    Sandbox box = new Sandbox(folder).with("");
    try (StudyFolder held = StudyFolder.open(box.study(), OpenMode.CONTROL)) {
      for (String[] call : new String[][] {{}, {"--fresh"}}) {
        Cli.Result refused = box.run(call);
        assertThat(refused.code()).isEqualTo(ExitCode.IMPOSSIBLE);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
            .contains("error: another controller runs this study")
            .contains("process " + ProcessHandle.current().pid())
            .contains("hint: ");
      }
      assertThat(box.ask("status").out()).contains("being run by ");
      assertThat(held.study().trials()).isEmpty();
    }
    assertThat(box.serverStarts()).isZero();
  }

  private static double completed(Run run) {
    return run.figures().value("completed").orElseThrow();
  }

  private static List<String> folders(Trial trial) {
    return trial.state().committed().stream().map(Run::folder).toList();
  }

  private static List<String> folders(Sandbox box, Trial trial) {
    return box.trials().stream()
        .filter(each -> each.point().equals(trial.point()))
        .flatMap(each -> folders(each).stream())
        .toList();
  }
}
