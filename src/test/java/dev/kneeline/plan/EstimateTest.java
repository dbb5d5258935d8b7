package dev.kneeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Figures;
import dev.kneeline.space.Point;
import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import dev.kneeline.study.TrialState;
import dev.kneeline.study.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {

  /// 3 servers of 2 runs.
  private final Sweep sweep =
      Questions.of("server.max-num-seqs", List.of(1, 2, 3), "load.max-concurrency", List.of(1, 2));

  private final Plan plan = Questions.plan(sweep);

  @Test
  void before_anything_is_measured_the_assumption_is_stated() {
    Estimate estimate = Estimate.of(plan, Study.empty(), 1);
    // 3 starts of 2 s and 6 runs of 4 s
    assertThat(estimate.time()).isEqualTo(Duration.ofSeconds(30));
    assertThat(estimate.gpuHours()).isZero();
    assertThat(estimate.basis()).startsWith("assumed: 2.00 s a server start, 4.00 s a run");
  }

  @Test
  void what_was_measured_replaces_the_assumption() {
    Study study = measured(new Run.Cost(10, 5, 0), new Run.Cost(20, 0, 0));
    Estimate estimate = Estimate.of(plan, study, 1);
    // 3 starts of 5 s and 6 runs of (10 + 20) / 2 = 15 s
    assertThat(estimate.time()).isEqualTo(Duration.ofSeconds(105));
    assertThat(estimate.basis()).startsWith("as measured so far: 5.00 s a server start, 15.0 s");
  }

  @Test
  void lanes_share_the_time() {
    assertThat(Estimate.of(plan, Study.empty(), 3).time()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void nothing_to_do_takes_no_time() {
    Plan nothing = new Planner(sweep).plan(List.of());
    assertThat(Estimate.of(nothing, Study.empty(), 1).time()).isZero();
  }

  private Study measured(Run.Cost... costs) {
    Study study = Study.empty();
    List<Point> points = Questions.points(sweep);
    for (int i = 0; i < costs.length; i++) {
      Run run = new Run(1, "f", Verdict.none(), false, "runs/x", Figures.none(), costs[i]);
      study = study.with(new Trial(points.get(i), new TrialState.Completed(List.of(run))));
    }
    return study;
  }
}
