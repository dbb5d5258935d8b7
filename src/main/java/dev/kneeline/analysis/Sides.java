package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Moments;
import dev.kneeline.space.Point;
import java.util.Optional;
import java.util.OptionalDouble;

/// The runs' values of one metric at one configuration, in both studies of a comparison.
final class Sides {

  private final Point point;
  private final double[] before;
  private final double[] after;

  Sides(Point point, double[] before, double[] after) {
    this.point = point;
    this.before = before;
    this.after = after;
  }

  boolean measuredInBoth() {
    return before.length > 0 && after.length > 0;
  }

  double meanBefore() {
    return Moments.mean(before);
  }

  double meanAfter() {
    return Moments.mean(after);
  }

  /// The difference at this configuration, with the probability that it is chance.
  Tested tested(String key) {
    double first = meanBefore();
    Optional<Interval> interval =
        first == 0
            ? Optional.empty()
            : Welch.difference(after, before, Average.LEVEL).map(each -> share(each, first));
    return new Tested(
        new Difference(
            key,
            Optional.of(point),
            first,
            meanAfter(),
            interval,
            OptionalDouble.empty(),
            Welch.smallestShare(before, after),
            Difference.Verdict.UNDECIDABLE),
        MannWhitney.probability(before, after));
  }

  private static Interval share(Interval difference, double of) {
    double size = Math.abs(of);
    return new Interval(difference.low() / size, difference.high() / size, difference.level());
  }
}
