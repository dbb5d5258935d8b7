package dev.kneeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.report.Chart.Axis;
import dev.kneeline.report.Chart.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void a_linear_axis_has_round_steps_within_its_ends() {
    assertThat(texts(Scale.LINEAR, 0, 137))
        .containsExactly("0", "20", "40", "60", "80", "100", "120");
    assertThat(texts(Scale.LINEAR, -0.1, 0.31)).containsExactly("-0.1", "0", "0.1", "0.2", "0.3");
  }

  @Test
  void a_concurrency_axis_has_powers_of_two() {
    assertThat(texts(Scale.LOG2, 0.9, 1100)).containsExactly("1", "4", "16", "64", "256", "1,024");
    assertThat(texts(Scale.LOG2, 4, 64)).containsExactly("4", "8", "16", "32", "64");
  }

  @Test
  void a_decimal_axis_has_one_two_five_or_over_many_decades_powers_of_ten() {
    assertThat(texts(Scale.LOG10, 0.9, 60)).containsExactly("1", "2", "5", "10", "20", "50");
    assertThat(texts(Scale.LOG10, 0.5, 100_000))
        .containsExactly("1", "10", "100", "1,000", "10,000", "100,000");
  }

  @Test
  void a_value_goes_to_its_share_of_an_axis_and_back() {
    Axis axis = new Axis("x", Scale.LOG2, 1, 16);

    assertThat(axis.share(4)).isEqualTo(0.5);
    assertThat(axis.value(0.25)).isEqualTo(2, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(axis.clip(99)).isEqualTo(16);
  }

  private static List<String> texts(Scale scale, double low, double high) {
    return Ticks.of(new Axis("x", scale, low, high)).stream().map(NumberText::tick).toList();
  }
}
