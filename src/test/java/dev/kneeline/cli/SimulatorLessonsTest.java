package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.study.FailureKind;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lessons about questions to the simulator show what their comments say.
class SimulatorLessonsTest {

  @TempDir Path folder;

  @Test
  void a_memory_fraction_fails_at_both_ends_and_pays_in_between() throws Exception {
    Study study = run(0, "09-memory-fraction");
    assertThat(failure(study, "0.80")).isEqualTo(FailureKind.OUT_OF_MEMORY_AT_LOAD);
    assertThat(failure(study, "0.96")).isEqualTo(FailureKind.OUT_OF_MEMORY_UNDER_LOAD);
    assertThat(failure(study, "0.98")).isEqualTo(FailureKind.OUT_OF_MEMORY_AT_LOAD);
    assertThat(throughput(study, "0.92")).isGreaterThan(throughput(study, "0.84"));
  }

  @Test
  void apart_from_prompts_answers_are_not_held_up() throws Exception {
    Study study = run(0, "10-disaggregated");
    assertThat(study.trials()).hasSize(2);
    Trial together =
        study.trials().stream()
            .filter(trial -> trial.point().values().containsKey("server.data-parallel-size"))
            .findFirst()
            .orElseThrow();
    Trial apart =
        study.trials().stream().filter(trial -> trial != together).findFirst().orElseThrow();
    assertThat(figure(apart, "p99_itl_ms")).isLessThan(figure(together, "p99_itl_ms"));
  }

  @Test
  void sixty_four_gpus_give_a_frontier_and_say_that_they_are_simulated() throws Exception {
    Study study = run(0, "11-sixty-four-gpus", "--set", "load.num-prompts=32");
    assertThat(study.trials()).hasSize(6);
    assertThat(study.trials())
        .flatExtracting(trial -> trial.state().committed())
        .allSatisfy(committed -> assertThat(((Run) committed).simulated()).isTrue());
  }

  @Test
  void a_capped_client_hides_what_the_other_clock_tells() throws Exception {
    Study study = run(0, "12-open-loop");
    Trial overloaded = study.trials().getLast();
    assertThat(figure(overloaded, "p99_response_ms"))
        .isGreaterThan(2 * figure(overloaded, "median_e2el_ms"));
  }

  private Study run(int code, String lesson, String... more) throws Exception {
    Path out = folder.resolve(lesson);
    List<String> line =
        new ArrayList<>(List.of("run", "examples/" + lesson + ".yaml", "-o", out.toString()));
    line.addAll(List.of(more));
    Cli.Result result = Cli.call(line.toArray(String[]::new));
    assertThat(result.code()).as("%s%n%s", result.err(), result.out()).isEqualTo(code);
    assertThat(result.out()).contains("simulated");
    return StudyFolders.study(out);
  }

  private static FailureKind failure(Study study, String fraction) {
    TrialState state = trial(study, fraction).state();
    return switch (state) {
      case TrialState.Failed failed -> failed.failure().kind();
      case TrialState.Unviable unviable -> unviable.reason().kind();
      case TrialState.Waiting _,
          TrialState.Running _,
          TrialState.Completed _,
          TrialState.Pruned _ ->
          throw new AssertionError(fraction + " did not fail: " + state);
    };
  }

  private static double throughput(Study study, String fraction) {
    return figure(trial(study, fraction), "output_throughput");
  }

  private static Trial trial(Study study, String fraction) {
    return study.trials().stream()
        .filter(
            trial -> trial.point().value("server.mem-fraction-static").spelling().equals(fraction))
        .findFirst()
        .orElseThrow();
  }

  private static double figure(Trial trial, String key) {
    return trial.state().committed().getFirst().figures().value(key).orElseThrow();
  }
}
