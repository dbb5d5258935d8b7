package dev.kneeline.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final int MANY = 40_000;

  @Test
  void a_start_that_never_comes_is_still_behind_every_clock() {
    Arrivals never = Arrivals.gamma(1e-300, Double.POSITIVE_INFINITY, 1);
    assertThat(System.nanoTime() + never.nextNanos()).isGreaterThan(System.nanoTime());
  }

  @Test
  void poisson_gaps_are_exponential_by_kolmogorov_and_smirnov() {
    double[] gaps = gaps(Arrivals.gamma(100, 1, 7), MANY);
    Arrays.sort(gaps);
    double distance = 0;
    for (int i = 0; i < MANY; i++) {
      double law = -Math.expm1(-gaps[i] * 100);
      distance = Math.max(distance, Math.abs((i + 0.5) / MANY - law));
    }
    assertThat(distance).isLessThan(1.63 / Math.sqrt(MANY));
  }

  @Test
  void burstiness_sets_the_variation_and_not_the_rate() {
    for (double burstiness : new double[] {0.25, 0.5, 1, 2, 8}) {
      double[] gaps = gaps(Arrivals.gamma(50, burstiness, 3), MANY);
      double mean = Arrays.stream(gaps).average().orElseThrow();
      double variance = Arrays.stream(gaps).map(gap -> (gap - mean) * (gap - mean)).sum() / MANY;
      assertThat(mean * 50).isCloseTo(1, within(0.05));
      assertThat(variance / (mean * mean) * burstiness).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void infinite_burstiness_is_a_metronome() {
    Arrivals arrivals = Arrivals.gamma(4, Double.POSITIVE_INFINITY, 1);
    assertThat(new long[] {arrivals.nextNanos(), arrivals.nextNanos(), arrivals.nextNanos()})
        .containsExactly(250_000_000L, 500_000_000L, 750_000_000L);
  }

  @Test
  void a_counted_run_ends_exactly_at_count_over_rate() {
    Arrivals arrivals = Arrivals.gammaToTheEnd(20, 1, 9, 50);
    long last = 0;
    for (int i = 0; i < 50; i++) {
      long next = arrivals.nextNanos();
      assertThat(next).isGreaterThanOrEqualTo(last);
      last = next;
    }
    assertThat(last).isCloseTo(2_500_000_000L, within(2L));
  }

  @Test
  void a_ramp_goes_from_its_start_to_its_end_by_the_index() {
    Ramp linear = new Ramp(false, 1, 4);
    assertThat(new double[] {linear.rate(0, 3), linear.rate(1, 3), linear.rate(2, 3)})
        .containsExactly(1, 2.5, 4);
    Ramp exponential = new Ramp(true, 1, 4);
    assertThat(exponential.rate(1, 3)).isCloseTo(2, within(1e-9));
    assertThat(linear.rate(0, 1)).isEqualTo(4);
  }

  @Test
  void equal_seeds_give_equal_times_and_others_do_not() {
    assertThat(gaps(Arrivals.gamma(10, 1, 5), 50)).isEqualTo(gaps(Arrivals.gamma(10, 1, 5), 50));
    assertThat(gaps(Arrivals.gamma(10, 1, 5), 50)).isNotEqualTo(gaps(Arrivals.gamma(10, 1, 6), 50));
  }

  private static double[] gaps(Arrivals arrivals, int count) {
    double[] gaps = new double[count];
    long before = 0;
    for (int i = 0; i < count; i++) {
      long next = arrivals.nextNanos();
      gaps[i] = (next - before) / 1e9;
      before = next;
    }
    return gaps;
  }
}
