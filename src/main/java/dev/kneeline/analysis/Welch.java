package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.metric.Moments;
import java.util.Optional;

/// The difference of two means whose spreads may differ (Welch 1947).
final class Welch {

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
