package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final int MOST = 1000;

  @Test
  void up_to_the_limit_figures_are_those_of_the_sorted_values() {
    double[] values = new Random(3).doubles(MOST, 0, 50).toArray();
    Spread spread = spread(values);
    assertThat(spread.isRounded()).isFalse();
    assertThat(spread.mean()).isEqualTo(Moments.mean(sorted(values)));
    assertThat(spread.populationDeviation())
        .isCloseTo(Moments.populationDeviation(values), within(1e-9));
    for (double percentile : new double[] {0, 1, 50, 99, 99.9, 100}) {
      assertThat(spread.percentile(percentile)).isEqualTo(Percentiles.of(values, percentile));
    }
  }

  @Test
  void beyond_it_percentiles_are_within_the_stated_error_and_moments_exact() {
    Random random = new Random(4);
    for (int scale = -5; scale <= 5; scale++) {
      double factor = Math.pow(10, scale);
      double[] values =
          random.doubles(20 * MOST, 0, 1).map(u -> -Math.log1p(-u) * factor).toArray();
      Spread spread = spread(values);
      assertThat(spread.isRounded()).isTrue();
      assertThat(spread.count()).isEqualTo(values.length);
      assertThat(spread.mean()).isCloseTo(Moments.mean(values), within(1e-9 * factor));
      assertThat(spread.populationDeviation())
          .isCloseTo(Moments.populationDeviation(values), within(1e-9 * factor));
      for (double percentile : new double[] {0, 0.1, 25, 50, 90, 99, 99.9, 100}) {
        double truth = Percentiles.of(values, percentile);
        // A nanosecond is the smallest step there is.
        assertThat(spread.percentile(percentile))
            .as("p%s at a scale of %s ms", percentile, factor)
            .isCloseTo(truth, within(truth * Spread.ERROR + 1e-6));
      }
    }
  }

  @Test
  void a_value_that_comes_a_million_times_takes_no_room() {
    Spread spread = new Spread(10);
    for (int i = 0; i < 1_000_000; i++) {
      spread.add(20);
    }
    assertThat(spread.percentile(99)).isEqualTo(20);
    assertThat(spread.mean()).isEqualTo(20);
    assertThat(spread.populationDeviation()).isZero();
  }

  @Test
  void a_result_states_the_error_of_its_percentiles_where_there_is_one() {
    List<Sample> samples =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(i -> SampleMaker.completed(10, 20, 30 + i, 40 + 2 * i))
            .toList();
    Window window = new Window(0, 1_000_000_000);
    Figures exact = Definitions.compute(samples, window, FigureOptions.usual(), 1000);
    Figures rounded = Definitions.compute(samples, window, FigureOptions.usual(), 20);
    assertThat(exact.keys()).doesNotContain("percentile_error");
    assertThat(rounded.value("percentile_error")).hasValue(Spread.ERROR);
    double truth = exact.value("p90_itl_ms").orElseThrow();
    assertThat(rounded.value("p90_itl_ms").orElseThrow())
        .isCloseTo(truth, within(truth * Spread.ERROR + 1e-6));
    assertThat(rounded.value("mean_itl_ms").orElseThrow())
        .isCloseTo(exact.value("mean_itl_ms").orElseThrow(), within(1e-9));
  }

  private static Spread spread(double[] values) {
    Spread spread = new Spread(MOST);
    for (double value : values) {
      spread.add(value);
    }
    return spread;
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted;
  }
}
