package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kneeline.metric.Intervals.Resampling;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void students_interval_of_three_runs_uses_the_published_4_3027() {
    // s = 2, so the half width is 4.3027 * 2 / sqrt(3) = 4.968.
    Interval interval = Intervals.ofMean(new double[] {10, 12, 14}, 0.95).orElseThrow();

    assertThat(interval.low()).isEqualTo(12 - 4.968, within(5e-4));
    assertThat(interval.high()).isEqualTo(12 + 4.968, within(5e-4));
    assertThat(interval.halfWidth()).isEqualTo(4.968, within(5e-4));
  }

  @Test
  void one_run_tells_nothing_of_its_spread() {
    assertThat(Intervals.ofMean(new double[] {10}, 0.95)).isEmpty();
    assertThat(Intervals.bootstrap(new double[] {10}, Moments::mean, 0.95, Resampling.of(1)))
        .isEmpty();
  }

  @Test
  void the_medians_interval_of_ten_values_runs_from_the_second_to_the_ninth() {
    double[] oneToTen = IntStream.rangeClosed(1, 10).asDoubleStream().toArray();

    assertThat(Intervals.ofPercentile(oneToTen, 50, 0.95)).contains(new Interval(2, 9, 0.95));
  }

  @Test
  void the_p99_of_a_thousand_lies_between_two_known_ranks() {
    double[] ranks = IntStream.rangeClosed(1, 1000).asDoubleStream().toArray();

    assertThat(Intervals.ofPercentile(ranks, 99, 0.95)).contains(new Interval(983, 997, 0.95));
  }

  @Test
  void values_that_are_worth_fewer_have_the_fewers_ranks_stretched() {
    double[] ranks = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();

    assertThat(Intervals.ofPercentile(ranks, 50, 0.95, 10)).contains(new Interval(20, 90, 0.95));
    assertThat(Intervals.ofPercentile(ranks, 50, 0.95, 5)).isEmpty();
  }

  @Test
  void a_p99_of_fifty_values_has_no_interval() {
    assertThat(Intervals.ofPercentile(new double[50], 99, 0.95)).isEmpty();
    assertThat(Intervals.ofPercentile(new double[0], 50, 0.95)).isEmpty();
  }

  @Test
  void order_statistic_intervals_cover_the_true_percentile_at_least_as_often_as_they_say() {
    Random random = new Random(11);
    int covered = 0;
    for (int round = 0; round < 2000; round++) {
      double[] uniform = random.doubles(60).sorted().toArray();
      covered += Intervals.ofPercentile(uniform, 80, 0.9).orElseThrow().contains(0.8) ? 1 : 0;
    }
    assertThat(covered / 2000.0).isBetween(0.885, 0.96);
  }

  @Test
  void students_intervals_cover_the_true_mean_as_often_as_they_say() {
    Random random = new Random(12);
    int covered = 0;
    for (int round = 0; round < 2000; round++) {
      double[] runs = DoubleStream.generate(random::nextGaussian).limit(5).toArray();
      covered += Intervals.ofMean(runs, 0.95).orElseThrow().contains(0) ? 1 : 0;
    }
    assertThat(covered / 2000.0).isBetween(0.935, 0.965);
  }

  @Test
  void a_bootstrap_is_the_same_for_the_same_seed_and_lies_around_the_statistic() {
    double[] values = new Random(3).doubles(40, 90, 110).toArray();
    Resampling resampling = new Resampling(2000, 5);

    Interval once = Intervals.bootstrap(values, Moments::mean, 0.95, resampling).orElseThrow();
    Interval again = Intervals.bootstrap(values, Moments::mean, 0.95, resampling).orElseThrow();

    assertThat(again).isEqualTo(once);
    assertThat(once.contains(Arrays.stream(values).average().orElseThrow())).isTrue();
    Interval student = Intervals.ofMean(values, 0.95).orElseThrow();
    assertThat(once.halfWidth() / student.halfWidth()).isBetween(0.85, 1.1);
  }
}
