package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Limits, objectives and the lookup of metrics by what people write.
class GoalsTest {

  @Test
  void a_limit_holds_up_to_and_including_its_number_unless_it_is_strict() {
    Slo atMost = slo("p99_ttft_ms <= 200");

    assertThat(atMost).isEqualTo(new Slo("p99_ttft_ms", Slo.Comparison.AT_MOST, 200));
    assertThat(atMost.holds(200)).isTrue();
    assertThat(atMost.holds(200.01)).isFalse();
    assertThat(slo("p99_ttft_ms<200").holds(200)).isFalse();
    assertThat(slo("output_throughput >= 1e3").holds(1000)).isTrue();
    assertThat(slo("output_throughput > 1000").holds(1000)).isFalse();
  }

  @Test
  void a_limit_on_a_time_takes_its_unit() {
    assertThat(slo("p99_e2el_ms <= 2s")).isEqualTo(slo("p99_e2el_ms <= 2000 ms"));
    assertThat(Slo.parse("output_throughput >= 2s"))
        .isEqualTo(
            new Parsed.Bad<>("output_throughput is not a time in milliseconds", "leave out 's'"));
  }

  @Test
  void a_run_without_the_figure_does_not_keep_the_limit() {
    assertThat(slo("p99_ttft_ms <= 200").holds(Figures.none())).isFalse();
    assertThat(slo("p99_ttft_ms <= 200").holds(Figures.of(Map.of("p99_ttft_ms", 90.0)))).isTrue();
  }

  @Test
  void the_excess_is_a_share_of_the_limit_so_that_limits_of_unlike_units_compare() {
    assertThat(slo("p99_ttft_ms <= 200").excess(250)).isEqualTo(0.25, within(1e-12));
    assertThat(slo("p99_ttft_ms <= 200").excess(150)).isEqualTo(-0.25, within(1e-12));
    assertThat(slo("output_throughput >= 1000").excess(900)).isEqualTo(0.1, within(1e-12));
    assertThat(slo("failed <= 0").excess(3)).isEqualTo(3);
  }

  @Test
  void limits_and_objectives_print_as_they_are_written() {
    assertThat(slo("p99.9_itl_ms<=35.5").text()).isEqualTo("p99.9_itl_ms <= 35.5");
    assertThat(objective("min p99_ttft_ms").text()).isEqualTo("min p99_ttft_ms");
  }

  @Test
  void an_unknown_metric_is_answered_with_the_nearest_one() {
    assertThat(Slo.parse("p99_tfft_ms <= 200"))
        .isEqualTo(new Parsed.Bad<>("unknown metric 'p99_tfft_ms'", "did you mean 'p99_ttft_ms'?"));
    assertThat(Objective.parse("max output_thruput"))
        .isEqualTo(
            new Parsed.Bad<>(
                "unknown metric 'output_thruput'", "did you mean 'output_throughput'?"));
    assertThat(Metrics.nearest("completely_else")).isEmpty();
  }

  @Test
  void text_that_is_no_limit_is_answered_with_an_example() {
    for (String text :
        List.of("", "p99_ttft_ms", "<= 200", "p99_ttft_ms == 5", "p99_ttft_ms <= x")) {
      assertThat(Slo.parse(text)).as(text).isInstanceOf(Parsed.Bad.class);
    }
    assertThat(Slo.parse("p99_ttft_ms <= 1.2.3")).isInstanceOf(Parsed.Bad.class);
  }

  @Test
  void a_metric_of_a_users_own_benchmark_is_known_when_it_is_named() {
    assertThat(Slo.parse("my_score >= 3", Set.of("my_score"))).isInstanceOf(Parsed.Good.class);
    assertThat(Objective.parse("my_score", Set.of("my_score")))
        .isEqualTo(
            new Parsed.Bad<>(
                "neither side of 'my_score' is the better one by itself",
                "write max my_score or min my_score"));
  }

  @Test
  void an_objective_without_a_side_takes_the_metrics_better_one() {
    assertThat(objective("output_throughput")).isEqualTo(objective("max output_throughput"));
    assertThat(objective("p99_ttft_ms")).isEqualTo(objective("min p99_ttft_ms"));
    assertThat(Objective.parse("duration")).isInstanceOf(Parsed.Bad.class);
    assertThat(Objective.parse("most output_throughput")).isInstanceOf(Parsed.Bad.class);
  }

  @Test
  void an_objective_tells_which_of_two_values_is_better() {
    assertThat(objective("max output_throughput").better(2, 1)).isTrue();
    assertThat(objective("min p99_ttft_ms").better(2, 1)).isFalse();
    assertThat(objective("min p99_ttft_ms").better(1, 1)).isFalse();
  }

  @Test
  void any_percentile_of_a_family_is_a_metric() {
    assertThat(Metrics.find("p99.9_response_ttft_ms").orElseThrow().unit())
        .isEqualTo(Unit.MILLISECONDS);
    assertThat(Metrics.find("p101_ttft_ms")).isEmpty();
    assertThat(Metrics.find("p99_nothing_ms")).isEmpty();
  }

  @Test
  void goodput_limits_are_read_as_vllm_has_them() {
    assertThat(RequestSlo.parse("e2el:1500.5").orThrow())
        .isEqualTo(new RequestSlo(RequestSlo.Latency.E2EL, 1500.5));
    for (String text : List.of("ttft", "itl:3", "ttft:-1", "ttft:fast", "ttft:5d")) {
      assertThat(RequestSlo.parse(text)).as(text).isInstanceOf(Parsed.Bad.class);
    }
  }

  private static Slo slo(String text) {
    return Slo.parse(text).orThrow();
  }

  private static Objective objective(String text) {
    return Objective.parse(text).orThrow();
  }
}
