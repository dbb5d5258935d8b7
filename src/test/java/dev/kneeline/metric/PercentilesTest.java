package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.descriptive.Quantile;
import org.junit.jupiter.api.Test;

class PercentilesTest {

  @Test
  void values_between_two_order_statistics_are_interpolated_as_numpy_does() {
    double[] values = {8, 1, 4, 2};

    assertThat(Percentiles.of(values, 25)).isEqualTo(1.75);
    assertThat(Percentiles.of(values, 50)).isEqualTo(3);
    assertThat(Percentiles.of(values, 0)).isEqualTo(1);
    assertThat(Percentiles.of(values, 100)).isEqualTo(8);
    assertThat(values).containsExactly(8, 1, 4, 2);
  }

  @Test
  void they_agree_with_an_independent_hyndman_fan_7() {
    SplittableRandom random = new SplittableRandom(7);
    Quantile oracle = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7).withCopy(true);
    for (int round = 0; round < 200; round++) {
      double[] values = random.doubles(1 + random.nextInt(50)).toArray();
      double percentile = random.nextDouble(100);

      assertThat(Percentiles.of(values, percentile))
          .isEqualTo(oracle.evaluate(values, percentile / 100), within(1e-12));
    }
  }

  @Test
  void a_sample_carries_a_percentile_from_the_published_size_on() {
    assertThat(smallestReliable(50)).isEqualTo(6);
    assertThat(smallestReliable(90)).isEqualTo(29);
    assertThat(smallestReliable(95)).isEqualTo(59);
    assertThat(smallestReliable(99)).isEqualTo(299);
    assertThat(smallestReliable(99.9)).isEqualTo(2995);
  }

  @Test
  void moments_have_the_divisor_that_their_names_say() {
    double[] values = {2, 4, 4, 6};

    assertThat(Moments.mean(values)).isEqualTo(4);
    assertThat(Moments.populationDeviation(values)).isEqualTo(Math.sqrt(2));
    assertThat(Moments.sampleDeviation(values)).isEqualTo(Math.sqrt(8 / 3.0));
    assertThat(Moments.sampleDeviation(Arrays.copyOf(values, 1))).isNaN();
  }

  private static int smallestReliable(double percentile) {
    int count = 1;
    while (!Percentiles.reliable(count, percentile)) {
      count++;
    }
    return count;
  }
}
