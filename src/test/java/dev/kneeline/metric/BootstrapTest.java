package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  /// The spatial test data of Efron and Tibshirani, An Introduction to the Bootstrap (1993), 14.1.
  private static final double[] SPATIAL = {
    48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30,
    41
  };

  private static double variance(double[] values) {
    double deviation = Moments.populationDeviation(values);
    return deviation * deviation;
  }

  @Test
  void the_published_interval_of_a_variance_is_found() {
    assertThat(variance(SPATIAL)).isCloseTo(171.5, Offset.offset(0.05));
    assertThat(Bootstrap.acceleration(SPATIAL, BootstrapTest::variance))
        .isCloseTo(0.061, Offset.offset(0.0005));
    Interval interval =
        Bootstrap.bca(SPATIAL, BootstrapTest::variance, 0.9, Intervals.Resampling.of(7))
            .orElseThrow();
    // The book has 115.8 and 259.6 from 2,000 resamples; the plain percentiles are 100.8 and 233.9.
    assertThat(interval.low()).isCloseTo(115.8, Offset.offset(4.0));
    assertThat(interval.high()).isCloseTo(259.6, Offset.offset(6.0));
  }

  @Test
  void a_symmetric_sample_has_no_acceleration_and_an_interval_about_its_mean() {
    double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    assertThat(Bootstrap.acceleration(values, Moments::mean)).isCloseTo(0, Offset.offset(1e-12));
    Interval interval =
        Bootstrap.bca(values, Moments::mean, 0.95, Intervals.Resampling.of(1)).orElseThrow();
    assertThat(interval.low() + interval.high()).isCloseTo(10, Offset.offset(0.3));
    assertThat(interval.contains(5)).isTrue();
  }

  @Test
  void four_values_give_none_and_equal_ones_one_of_no_width() {
    Intervals.Resampling resampling = Intervals.Resampling.of(1);
    assertThat(Bootstrap.bca(new double[] {1, 2, 3, 4}, Moments::mean, 0.95, resampling)).isEmpty();
    assertThat(Bootstrap.bca(new double[] {2, 2, 2, 2, 2}, Moments::mean, 0.95, resampling))
        .contains(new Interval(2, 2, 0.95));
  }
}
