package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DependenceTest {

  @Test
  void neighbours_that_rise_together_correlate_and_those_that_alternate_do_so_negatively() {
    assertThat(Dependence.atLagOne(new double[] {1, 2, 3, 4})).isEqualTo(1, within(1e-12));
    assertThat(Dependence.atLagOne(new double[] {1, 2, 1, 2, 1, 2})).isEqualTo(-1, within(1e-12));
    assertThat(Dependence.atLagOne(new double[] {7, 7, 7, 7})).isZero();
    // Ranks 1 3 2 4: pairs (1,3) (3,2) (2,4), means 2 and 3, covariance -1, variances 2 and 2.
    assertThat(Dependence.atLagOne(new double[] {10, 30, 20, 40})).isEqualTo(-0.5, within(1e-12));
  }

  @Test
  void chance_takes_nothing_off_and_dependence_does() {
    double[] independent = new Random(3).doubles(900).toArray();
    assertThat(Dependence.effectiveCount(independent)).isEqualTo(900);
    double[] walking = autoregressive(new Random(4), 900, 0.8);
    double r = Dependence.atLagOne(walking);
    assertThat(r).isBetween(0.7, 0.9);
    assertThat(Dependence.effectiveCount(walking)).isEqualTo((int) (900 * (1 - r) / (1 + r)));
    assertThat(Dependence.effectiveCount(new double[0])).isZero();
  }

  @Test
  void intervals_of_dependent_requests_cover_as_often_as_they_say_and_plain_ones_do_not() {
    Random random = new Random(5);
    int plain = 0;
    int careful = 0;
    for (int round = 0; round < 400; round++) {
      double[] series = autoregressive(random, 400, 0.7);
      int worth = Dependence.effectiveCount(series);
      Arrays.sort(series);
      plain += covers(series, series.length);
      careful += covers(series, worth);
    }
    assertThat(plain / 400.0).isLessThan(0.75);
    assertThat(careful / 400.0).isGreaterThan(0.91);
  }

  @Test
  void a_runs_intervals_have_the_keys_of_its_figures() {
    List<Sample> samples = new ArrayList<>();
    // First tokens after 1..10 ms, in an order that does not rise together.
    for (int ttft : new int[] {5, 10, 1, 8, 3, 9, 2, 7, 4, 6}) {
      long sent = 100L * samples.size();
      samples.add(SampleMaker.completed(1, sent, sent + ttft, sent + ttft + 20));
    }
    Window window = new Window(0, 2_000_000_000);
    assertThat(PercentileIntervals.of(samples, window, FigureOptions.usual()))
        .containsEntry("median_ttft_ms", new Interval(2, 9, 0.95))
        .containsEntry("p50_ttft_ms", new Interval(2, 9, 0.95))
        .containsEntry("median_e2el_ms", new Interval(22, 29, 0.95))
        .doesNotContainKeys("p99_ttft_ms", "median_itl_ms");
  }

  private static int covers(double[] sorted, int worth) {
    return Intervals.ofPercentile(sorted, 50, 0.95, worth).orElseThrow().contains(0) ? 1 : 0;
  }

  private static double[] autoregressive(Random random, int count, double coefficient) {
    double[] series = new double[count];
    series[0] = random.nextGaussian() / Math.sqrt(1 - coefficient * coefficient);
    for (int i = 1; i < count; i++) {
      series[i] = coefficient * series[i - 1] + random.nextGaussian();
    }
    return series;
  }
}
