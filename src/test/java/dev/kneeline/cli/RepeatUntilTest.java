package dev.kneeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.study.TrialState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Repetitions that end once a point's means are sure.
class RepeatUntilTest {

  /// Every run completes its four requests, so this metric's interval has no width.
  private static final String SURE = "repeat: {until: ci < 3 %, at-most: 6, of: [completed]}\n";

  /// The simulator's noise is seeded and goes on from run to run: no interval is that narrow.
  private static final String NEVER_SURE = "until ci < 0.0001 %, at most 5";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"interleave-loads", "interleave-servers", "blocked"})
  void a_point_is_measured_three_times_if_that_is_enough_and_a_resumed_run_knows_it(String order)
      throws Exception {
    Sandbox box = box(SURE + "order: " + order + "\n");
    assertThat(box.plan().out())
        .contains("2 points, 6 to 12 runs to measure")
        .contains("x3..6".repeat(order.equals("interleave-servers") ? 0 : 1));

    Cli.Result run = box.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(box.runs()).extracting(each -> each.repetition()).containsOnly(1, 2, 3).hasSize(6);
    assertThat(box.state("load.max-concurrency", "1")).isInstanceOf(TrialState.Completed.class);
    assertThat(box.serverStarts()).isEqualTo(order.equals("interleave-servers") ? 3 : 1);

    assertThat(box.run().err()).contains("everything is measured");
    assertThat(box.plan().out()).contains("2 points, 0 runs to measure", "measured already: 6");
  }

  @Test
  void a_point_that_stays_unsure_is_measured_to_the_limit_from_where_it_stands() throws Exception {
    Sandbox box = box(SURE);
    assertThat(box.run().code()).isZero();
    assertThat(box.runs()).hasSize(6);

    Cli.Result plan = box.plan("--set", "repeat=" + NEVER_SURE);
    assertThat(plan.out()).as(plan.err()).contains("2 points, 2 to 4 runs to measure");
    Cli.Result more = box.run("--set", "repeat=" + NEVER_SURE);
    assertThat(more.code()).as(more.err()).isZero();
    assertThat(box.runs()).hasSize(10).extracting(each -> each.repetition()).contains(5);
    assertThat(box.run("--set", "repeat=" + NEVER_SURE).err()).contains("everything is measured");
  }

  private Sandbox box(String more) throws Exception {
    return new Sandbox(folder)
        .withFile(
            (Sandbox.HEAD + "sweep: {load.max-concurrency: [1, 2]}\n" + more)
                .replace("{fixed: \"3,1\"}", "{fixed: \"3,1\", noise: 0.2}"));
  }
}
