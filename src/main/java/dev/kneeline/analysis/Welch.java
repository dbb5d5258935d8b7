package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.metric.Moments;
import java.util.Optional;
import java.util.OptionalDouble;

/// The difference of two means whose spreads may differ (Welch 1947).
final class Welch {

  /// How often a difference of the smallest size that counts shall be found.
  private static final double POWER = 0.8;

  private Welch() {}

  /// The interval of mean(one) - mean(other).
  ///
  /// @return empty where a side has fewer than two values
  static Optional<Interval> difference(double[] one, double[] other, double level) {
    if (one.length < 2 || other.length < 2) {
      return Optional.empty();
    }
    double difference = Moments.mean(one) - Moments.mean(other);
    double error = standardError(one, other);
    if (error == 0) {
      return Optional.of(new Interval(difference, difference, level));
    }
    double t = Intervals.studentQuantile(degreesOfFreedom(one, other), 0.5 + level / 2);
    return Optional.of(new Interval(difference - t * error, difference + t * error, level));
  }

  /// The smallest share of the first mean that samples of this size and spread would find four
  /// times in five at 5 %: (t(0.975) + t(0.8)) standard errors.
  ///
  /// @return empty where a side has fewer than two values or the first mean is 0
  static OptionalDouble smallestShare(double[] one, double[] other) {
    double mean = Moments.mean(one);
    if (one.length < 2 || other.length < 2 || mean == 0) {
      return OptionalDouble.empty();
    }
    double error = standardError(one, other);
    return OptionalDouble.of(
        error == 0 ? 0 : smallest(error, degreesOfFreedom(one, other)) / Math.abs(mean));
  }

  /// The smallest distance of the true mean from 0 that as many values of this spread would find
  /// four times in five at 5 %.
  ///
  /// @param values at least two
  static double smallestShift(double[] values) {
    return smallest(Math.sqrt(ofMean(values)), values.length - 1);
  }

  private static double smallest(double error, double degrees) {
    return error
        * (Intervals.studentQuantile(degrees, 0.975) + Intervals.studentQuantile(degrees, POWER));
  }

  static double standardError(double[] one, double[] other) {
    return Math.sqrt(ofMean(one) + ofMean(other));
  }

  /// Welch and Satterthwaite's: between the smaller sample's n - 1 and n1 + n2 - 2.
  static double degreesOfFreedom(double[] one, double[] other) {
    double first = ofMean(one);
    double second = ofMean(other);
    return (first + second)
        * (first + second)
        / (first * first / (one.length - 1) + second * second / (other.length - 1));
  }

  /// The variance of a sample's mean.
  private static double ofMean(double[] values) {
    double deviation = Moments.sampleDeviation(values);
    return deviation * deviation / values.length;
  }
}
