package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Moments;
import dev.kneeline.space.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The runs' values of one metric at one configuration, in both studies of a comparison.
final class Sides {

  private final Point point;
  private final List<Measured> first;
  private final List<Measured> second;
  private final boolean paired;

  /// @param paired whether runs of one repetition had one seed on both sides
  Sides(Point point, List<Measured> before, List<Measured> after, boolean paired) {
    this.point = point;
    this.first = before;
    this.second = after;
    this.paired = paired;
  }

  /// A run's value.
  record Measured(int repetition, double value) {}

  boolean measuredInBoth() {
    return !first.isEmpty() && !second.isEmpty();
  }

  double meanBefore() {
    return Moments.mean(values(first));
  }

  double meanAfter() {
    return Moments.mean(values(second));
  }

  /// The difference at this configuration, with the probability that it is chance.
  Tested tested(String key, long seed) {
    double[] logarithms = logarithms();
    return logarithms.length >= SignFlips.FEWEST ? byPairs(key, logarithms, seed) : bySamples(key);
  }

  private Tested byPairs(String key, double[] logarithms, long seed) {
    return new Tested(
        difference(
            key,
            SignFlips.asShare(logarithms),
            OptionalDouble.of(Math.expm1(Welch.smallestShift(logarithms)))),
        SignFlips.probability(logarithms, seed));
  }

  private Tested bySamples(String key) {
    double[] before = values(first);
    double[] after = values(second);
    double mean = meanBefore();
    Optional<Interval> interval =
        mean == 0
            ? Optional.empty()
            : Welch.difference(after, before, Average.LEVEL).map(each -> share(each, mean));
    return new Tested(
        difference(key, interval, Welch.smallestShare(before, after)),
        MannWhitney.probability(before, after));
  }

  private Difference difference(String key, Optional<Interval> interval, OptionalDouble smallest) {
    return new Difference(
        key,
        Optional.of(point),
        meanBefore(),
        meanAfter(),
        interval,
        OptionalDouble.empty(),
        smallest,
        Difference.Verdict.UNDECIDABLE);
  }

  /// Of each pair of runs of one repetition the logarithm of after / before; none where they are
  /// not paired, a value is not positive, or a repetition stands for several runs.
  private double[] logarithms() {
    Map<Integer, Double> before = byRepetition(first);
    Map<Integer, Double> after = byRepetition(second);
    if (!paired || before.size() < first.size() || after.size() < second.size()) {
      return new double[0];
    }
    List<Double> logarithms = new ArrayList<>();
    before.forEach((repetition, value) -> {
      Double other = after.get(repetition);
      if (other != null && other > 0 && value > 0) {
        logarithms.add(Math.log(other) - Math.log(value));
      }
    });
    return logarithms.stream().mapToDouble(each -> each).toArray();
  }

  private static Map<Integer, Double> byRepetition(List<Measured> runs) {
    Map<Integer, Double> values = new LinkedHashMap<>();
    runs.forEach(run -> values.put(run.repetition(), run.value()));
    return values;
  }

  private static double[] values(List<Measured> runs) {
    return runs.stream().mapToDouble(Measured::value).toArray();
  }

  /// Nothing that is measured loses more than all of itself.
  private static Interval share(Interval difference, double of) {
    double size = Math.abs(of);
    double least = of > 0 ? -1 : Double.NEGATIVE_INFINITY;
    return new Interval(
        Math.max(least, difference.low() / size), difference.high() / size, difference.level());
  }
}
