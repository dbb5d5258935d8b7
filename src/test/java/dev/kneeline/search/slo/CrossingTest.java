package dev.kneeline.search.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Slo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where runs near a limit put its crossing together.
final class CrossingTest {

  private static final Sla WITHIN_200 = new Sla(List.of(Slo.parse("p99_e2el_ms <= 200").orThrow()));

  @Test
  void each_run_near_the_limit_tells_the_crossing_and_their_mean_counts() {
    // The outer two have the slope: 1 over ln 1.2214 = 0.2.
    Levels levels = levels(90, -0.5, 98, -0.05, 101, 0.15, 90 * Math.exp(0.2), 0.5);
    Crossing crossing = crossing(levels, 98, 101);
    assertThat(Math.exp(crossing.log())).isCloseTo(98.5, offset(0.1));
    assertThat(crossing.near(98, 0.02)).isTrue();
    assertThat(crossing.near(94, 0.02)).isFalse();
  }

  @Test
  void runs_that_stray_from_their_line_widen_what_noise_may_decide() {
    Levels calm = levels(90, -0.5, 98, -0.02, 99, 0.02, 110, 0.5);
    Levels noisy = levels(90, -0.5, 97, 0.2, 98, -0.2, 99, 0.2, 110, 0.5);
    assertThat(crossing(noisy, 98, 99).blur()).isGreaterThan(1.5 * crossing(calm, 98, 99).blur());
  }

  @Test
  void clear_verdicts_leave_noise_nothing_to_decide() {
    Levels step = levels(90, -0.5, 98, -0.5, 99, 2, 110, 2);
    assertThat(Crossing.of(step, level(step, 98), level(step, 99))).isEmpty();
  }

  @Test
  void the_slope_below_tells_whether_the_limit_is_soon_reached() {
    Levels steep = levels(100, -0.9, 110, -0.05, 200, 2);
    assertThat(Crossing.soon(steep, level(steep, 110), 0.02)).isTrue();
    Levels gentle = levels(100, -0.15, 110, -0.05, 200, 2);
    assertThat(Crossing.soon(gentle, level(gentle, 110), 0.02)).isFalse();
    Levels alone = levels(110, -0.001, 200, 2);
    assertThat(Crossing.soon(alone, level(alone, 110), 0.02)).isFalse();
  }

  private static Crossing crossing(Levels levels, double pass, double fails) {
    return Crossing.of(levels, level(levels, pass), level(levels, fails)).orElseThrow();
  }

  private static Level level(Levels levels, double value) {
    return levels.at(value).orElseThrow();
  }

  /// Values and their strains by turns.
  private static Levels levels(double... numbers) {
    List<Reading> readings = new ArrayList<>();
    for (int place = 0; place < numbers.length; place += 2) {
      double millis = 200 * Math.exp(numbers[place + 1]);
      readings.add(
          Reading.of(
              numbers[place], 1, Figures.of(Map.of("completed", 1000.0, "p99_e2el_ms", millis))));
    }
    return Levels.of(readings, WITHIN_200);
  }
}
