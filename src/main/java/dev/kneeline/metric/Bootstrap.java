package dev.kneeline.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// The bias-corrected and accelerated bootstrap interval (BCa; Efron 1987): the outer quantiles of
/// a statistic's resamples, moved for the bias that their median shows and for a spread that
/// changes with the statistic.
///
/// It asks for no shape of the values, which suits percentiles, whose spread over runs is skewed.
/// It asks for enough of them: of five values the true cover of a 95 % interval is about 85 %.
public final class Bootstrap {

  /// With fewer values there are hardly more resamples than outcomes.
  public static final int FEWEST = 5;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Bootstrap() {}

  /// The interval. Values without any spread give one of no width.
  ///
  /// @return empty for fewer than five values
  public static Optional<Interval> bca(
      double[] values,
      ToDoubleFunction<double[]> statistic,
      double level,
      Intervals.Resampling resampling) {
    if (values.length < FEWEST) {
      return Optional.empty();
    }
    double[] results = resampled(values, statistic, resampling);
    double found = statistic.applyAsDouble(values);
    if (results[0] == results[results.length - 1]) {
      return Optional.of(new Interval(found, found, level));
    }
    double bias = bias(results, found);
    double acceleration = acceleration(values, statistic);
    double tail = (1 - level) / 2;
    return Optional.of(
        new Interval(
            quantile(results, tail, bias, acceleration),
            quantile(results, 1 - tail, bias, acceleration),
            level));
  }

  private static double[] resampled(
      double[] values, ToDoubleFunction<double[]> statistic, Intervals.Resampling resampling) {
    SplittableRandom random = new SplittableRandom(resampling.seed());
    double[] results = new double[resampling.resamples()];
    double[] drawn = new double[values.length];
    for (int index = 0; index < results.length; index++) {
      Arrays.setAll(drawn, _ -> values[random.nextInt(values.length)]);
      results[index] = statistic.applyAsDouble(drawn);
    }
    Arrays.sort(results);
    return results;
  }

  /// z0: how far the median of the resamples lies from what was found, in normal deviations.
  private static double bias(double[] results, double found) {
    double below = 0;
    for (double result : results) {
      below += result < found ? 1 : result == found ? 0.5 : 0;
    }
    double share =
        Math.clamp(below / results.length, 0.5 / results.length, 1 - 0.5 / results.length);
    return NORMAL.inverseCumulativeProbability(share);
  }

  /// a: a sixth of the skewness of the statistic with one value left out at a time.
  static double acceleration(double[] values, ToDoubleFunction<double[]> statistic) {
    double[] without = new double[values.length];
    for (int left = 0; left < values.length; left++) {
      double[] others = new double[values.length - 1];
      System.arraycopy(values, 0, others, 0, left);
      System.arraycopy(values, left + 1, others, left, others.length - left);
      without[left] = statistic.applyAsDouble(others);
    }
    double mean = Moments.mean(without);
    double squares = 0;
    double cubes = 0;
    for (double each : without) {
      squares += (mean - each) * (mean - each);
      cubes += (mean - each) * (mean - each) * (mean - each);
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  private static double quantile(
      double[] results, double probability, double bias, double acceleration) {
    double shifted = bias + NORMAL.inverseCumulativeProbability(probability);
    double moved = bias + shifted / (1 - acceleration * shifted);
    return Percentiles.ofSorted(results, 100 * NORMAL.cumulativeProbability(moved));
  }
}
