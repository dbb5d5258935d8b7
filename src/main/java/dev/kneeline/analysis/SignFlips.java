package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.metric.Moments;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/// Whether the ratios of matched configurations are about 1: if nothing had changed, each logarithm
/// might as well have the other sign, so the mean is compared with those of all such flips
/// (Fisher's permutation test for pairs).
final class SignFlips {

  /// Up to this many ratios all flips are tried, beyond it a sample of them.
  private static final int ALL = 16;

  private static final int SAMPLED = 20_000;

  /// With five ratios the smallest probability is 2 / 32, so nothing could be significant.
  static final int FEWEST = 6;

  private SignFlips() {}

  /// The difference of a metric over several configurations; those with a figure that is not
  /// positive have no ratio and are left to the comparison of single configurations.
  ///
  /// @return empty for fewer than two configurations
  static Optional<Tested> of(String key, List<Sides> sides, long seed) {
    List<Sides> positive =
        sides.stream().filter(each -> each.meanBefore() > 0 && each.meanAfter() > 0).toList();
    if (positive.size() < 2) {
      return Optional.empty();
    }
    double[] before = positive.stream().mapToDouble(each -> Math.log(each.meanBefore())).toArray();
    double[] after = positive.stream().mapToDouble(each -> Math.log(each.meanAfter())).toArray();
    double[] logarithms = new double[before.length];
    for (int i = 0; i < logarithms.length; i++) {
      logarithms[i] = after[i] - before[i];
    }
    Difference difference =
        new Difference(
            key,
            Optional.empty(),
            Math.exp(Moments.mean(before)),
            Math.exp(Moments.mean(after)),
            asShare(logarithms),
            OptionalDouble.empty(),
            OptionalDouble.of(Math.expm1(Welch.smallestShift(logarithms))),
            Difference.Verdict.UNDECIDABLE);
    return Optional.of(new Tested(difference, probability(logarithms, seed)));
  }

  /// Student's interval of the mean ratio, less 1, from the ratios' logarithms.
  static Optional<Interval> asShare(double[] logarithms) {
    return Intervals.ofMean(logarithms, Average.LEVEL)
        .map(each -> new Interval(Math.expm1(each.low()), Math.expm1(each.high()), each.level()));
  }

  /// The share of sign patterns whose mean is at least as far from 0: of six equal numbers 2 / 64.
  ///
  /// @return empty for fewer than six numbers
  static OptionalDouble probability(double[] numbers, long seed) {
    if (numbers.length < FEWEST) {
      return OptionalDouble.empty();
    }
    double reached = Math.abs(sum(numbers, 0)) * (1 - 1e-12);
    if (numbers.length <= ALL) {
      int patterns = 1 << numbers.length;
      int far = 0;
      for (int flips = 0; flips < patterns; flips++) {
        far += Math.abs(sum(numbers, flips)) >= reached ? 1 : 0;
      }
      return OptionalDouble.of((double) far / patterns);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int far = 1;
    for (int i = 0; i < SAMPLED; i++) {
      far += Math.abs(flipped(numbers, random)) >= reached ? 1 : 0;
    }
    return OptionalDouble.of((double) far / (SAMPLED + 1));
  }

  private static double sum(double[] numbers, int flips) {
    double sum = 0;
    for (int i = 0; i < numbers.length; i++) {
      sum += (flips >> i & 1) == 0 ? numbers[i] : -numbers[i];
    }
    return sum;
  }

  private static double flipped(double[] numbers, SplittableRandom random) {
    double sum = 0;
    for (double number : numbers) {
      sum += random.nextBoolean() ? number : -number;
    }
    return sum;
  }
}
