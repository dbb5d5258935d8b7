package dev.kneeline.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// Confidence intervals, each with what it assumes.
public final class Intervals {

  private Intervals() {}

  /// Student's interval of a mean: mean ± t(n - 1) * s / sqrt(n), for independent values of roughly
  /// normal spread, as the figures of repeated runs are. Of 10, 12, 14 at 95 % it is 12 ± 4.968.
  ///
  /// @return empty for fewer than two values, which tell nothing of their spread
  public static Optional<Interval> ofMean(double[] values, double level) {
    if (values.length < 2) {
      return Optional.empty();
    }
    double t = studentQuantile(values.length - 1, 0.5 + level / 2);
    double half = t * Moments.sampleDeviation(values) / Math.sqrt(values.length);
    double mean = Moments.mean(values);
    return Optional.of(new Interval(mean - half, mean + half, level));
  }

  /// The interval of a percentile between two of the sample's own values, for independent values of
  /// any spread: the number of values below the true percentile is binomial (David and Nagaraja,
  /// Order Statistics, 7.1). It covers with at least the level. Of 1..10 the median's at 95 % is 2
  /// to 9, which covers 97.9 %.
  ///
  /// @param sorted rising
  /// @return empty where the sample is too small for the level, as for a p99 of 50 values
  public static Optional<Interval> ofPercentile(double[] sorted, double percentile, double level) {
    return ofPercentile(sorted, percentile, level, sorted.length);
  }

  /// The same for values that tell only as much as so many independent ones, see
  /// [Dependence#effectiveCount]: the ranks of the smaller sample, stretched outwards to this
  /// one's. Of 1..100 worth 10 the median's at 95 % is 20 to 90.
  ///
  /// @param worth from 1 to the number of values
  public static Optional<Interval> ofPercentile(
      double[] sorted, double percentile, double level, int worth) {
    double quantile = percentile / 100;
    if (sorted.length == 0 || !(quantile > 0 && quantile < 1)) {
      return Optional.empty();
    }
    BinomialDistribution below = BinomialDistribution.of(worth, quantile);
    double tail = (1 - level) / 2;
    // Ranks from 1: P(true one is under x(low)) <= tail and P(it is over x(high)) <= tail.
    int low = below.inverseCumulativeProbability(tail);
    int high = below.inverseCumulativeProbability(1 - tail) + 1;
    if (low < 1 || high > worth) {
      return Optional.empty();
    }
    double stretch = (double) sorted.length / worth;
    int first = (int) Math.max(1, Math.floor(low * stretch));
    int last = (int) Math.min(sorted.length, Math.ceil(high * stretch));
    return Optional.of(new Interval(sorted[first - 1], sorted[last - 1], level));
  }

  /// The bootstrap percentile interval of any statistic (Efron 1979): the statistic of resamples
  /// drawn with replacement, and of those the outer quantiles. It assumes independent values and
  /// enough of them to stand for the whole; the same seed gives the same interval.
  ///
  /// @return empty for fewer than two values
  public static Optional<Interval> bootstrap(
      double[] values, ToDoubleFunction<double[]> statistic, double level, Resampling resampling) {
    if (values.length < 2) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(resampling.seed());
    double[] results = new double[resampling.resamples()];
    double[] drawn = new double[values.length];
    for (int i = 0; i < results.length; i++) {
      Arrays.setAll(drawn, _ -> values[random.nextInt(values.length)]);
      results[i] = statistic.applyAsDouble(drawn);
    }
    Arrays.sort(results);
    double tail = 50 * (1 - level);
    return Optional.of(
        new Interval(
            Percentiles.ofSorted(results, tail), Percentiles.ofSorted(results, 100 - tail), level));
  }

  /// The value below which Student's t of some degrees of freedom stays with a probability:
  /// `studentQuantile(2, 0.975)` is 4.3027.
  public static double studentQuantile(double degreesOfFreedom, double probability) {
    return TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(probability);
  }

  /// How a bootstrap draws.
  ///
  /// @param resamples how many, at least 1; the ends of a 95 % interval settle at some thousands
  public record Resampling(int resamples, long seed) {

    public Resampling {
      if (resamples < 1) {
        throw new IllegalArgumentException("a bootstrap draws at least once, not " + resamples);
      }
    }

    /// 10,000 resamples under a seed.
    public static Resampling of(long seed) {
      return new Resampling(10_000, seed);
    }
  }
}
