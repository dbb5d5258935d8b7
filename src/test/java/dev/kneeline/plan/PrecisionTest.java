package dev.kneeline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.metric.Figures;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrecisionTest {

  private static final String KEY = "output_throughput";

  @Test
  void three_runs_of_half_width_four_point_nine_percent_are_enough_for_five_and_not_for_three() {
    // t(2, 97.5 %) = 4.303, s = 2, so 4.303 * 2 / sqrt(3) = 4.968 of a mean of 102.
    List<Run> runs = runs(100, 102, 104);
    assertThat(until(0.05).reached(runs)).isTrue();
    assertThat(until(0.0487).reached(runs)).isFalse();
    assertThat(until(0.0488).reached(runs)).isTrue();
  }

  @Test
  void two_runs_are_never_enough_nor_are_invalid_ones() {
    assertThat(until(0.5).reached(runs(100, 100))).isFalse();
    List<Run> runs = new ArrayList<>(runs(100, 100));
    runs.add(run(3, "INVALID", 100));
    assertThat(until(0.5).reached(runs)).isFalse();
    runs.add(run(4, "SUSPECT", 100));
    assertThat(until(0.5).reached(runs)).isTrue();
    assertThatThrownBy(() -> new Precision(0.1, 2, List.of(KEY)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void every_metric_must_be_sure_and_one_that_is_always_zero_is() {
    Precision both = new Precision(0.05, 3, List.of(KEY, "failure_rate"));
    assertThat(both.reached(runs(100, 100, 100))).as("no failure rate at all").isFalse();
    assertThat(new Precision(0.05, 3, List.of(KEY)).reached(runs(0, 0, 0))).isTrue();
    assertThat(new Precision(0.05, 3, List.of(KEY)).reached(runs(-1, 0, 1))).isFalse();
  }

  @Test
  void further_repetitions_are_planned_on_condition_and_the_plan_tells_its_least() {
    Sweep sweep = Questions.repeated(5, Conduct.Order.INTERLEAVE_LOADS);
    Conduct conduct = sweep.conduct();
    Sweep until =
        new Sweep(
            sweep.name(),
            sweep.subject(),
            sweep.measurement(),
            sweep.space(),
            sweep.search(),
            sweep.goal(),
            new Conduct(
                5,
                conduct.order(),
                conduct.seed(),
                Duration.ofMinutes(1),
                conduct.budget(),
                List.of(),
                Optional.of(until(0.03))),
            sweep.placement());

    Plan plan = Questions.plan(until);
    assertThat(plan.runs()).hasSize(10);
    assertThat(plan.least().runs())
        .extracting(PlannedRun::repetition)
        .containsExactly(1, 1, 2, 2, 3, 3);
    assertThat(plan.runs())
        .filteredOn(run -> run.unless().isPresent())
        .extracting(PlannedRun::repetition)
        .containsExactly(4, 4, 5, 5);
    Plan rest = new Planner(until).plan(Questions.points(until), run -> run.repetition() > 3);
    assertThat(rest.least().runs())
        .as("one more of each point, since three were not enough")
        .hasSize(2);
  }

  private static Precision until(double share) {
    return new Precision(share, 3, List.of(KEY));
  }

  private static List<Run> runs(double... values) {
    List<Run> runs = new ArrayList<>();
    for (double value : values) {
      runs.add(run(runs.size() + 1, "OK", value));
    }
    return runs;
  }

  private static Run run(int repetition, String verdict, double value) {
    return new Run(
        repetition,
        "print",
        Verdict.of(verdict),
        false,
        "runs/p/rep-" + repetition + "/attempt-1",
        Figures.of(Map.of(KEY, value)),
        new Run.Cost(1, 0, 0));
  }
}
