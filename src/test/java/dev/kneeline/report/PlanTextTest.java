package dev.kneeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.plan.Estimate;
import dev.kneeline.plan.Overview;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Questions;
import dev.kneeline.plan.Sweep;
import dev.kneeline.study.Study;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTextTest {

  @Test
  void durations_have_two_units_at_most() {
    assertThat(PlanText.duration(Duration.ofMillis(1))).isEqualTo("1 s");
    assertThat(PlanText.duration(Duration.ofSeconds(99))).isEqualTo("99 s");
    assertThat(PlanText.duration(Duration.ofSeconds(100))).isEqualTo("2 min");
    assertThat(PlanText.duration(Duration.ofMinutes(99))).isEqualTo("99 min");
    assertThat(PlanText.duration(Duration.ofMinutes(200))).isEqualTo("3 h 20 min");
    assertThat(PlanText.duration(Duration.ofHours(30))).isEqualTo("30 h 00 min");
  }

  @Test
  void a_large_plan_shows_its_first_servers_and_counts_the_others() {
    Overview overview = overview(IntStream.rangeClosed(1, 500).boxed().toList());
    String text = PlanText.of(overview, false);
    assertThat(text).startsWith("toy: 500 points, 500 runs to measure, 500 server starts\n");
    assertThat(text.lines().count()).isLessThan(60);
    long shown = text.lines().filter(line -> line.contains("toy server ")).count();
    assertThat(text).contains("... and %d more servers (--all shows them)".formatted(500 - shown));
    assertThat(PlanText.of(overview, true).lines().filter(line -> line.contains("toy server ")))
        .hasSize(500);
  }

  @Test
  void long_lists_of_values_are_shortened_in_the_middle() {
    Sweep sweep =
        Questions.of(
            "server.max-num-seqs",
            List.of(1),
            "load.max-concurrency",
            IntStream.range(1, 65).boxed().toList());
    assertThat(PlanText.of(overview(sweep), false))
        .containsPattern("max-concurrency=1,2.*,\\.\\.\\.,64");
  }

  private static Overview overview(List<Integer> servers) {
    return overview(
        Questions.of("server.max-num-seqs", servers, "load.max-concurrency", List.of(1)));
  }

  private static Overview overview(Sweep sweep) {
    Plan plan = Questions.plan(sweep);
    return new Overview(
        plan, plan.runs().size(), List.of(), 0, Estimate.of(plan, Study.empty(), 1));
  }
}
