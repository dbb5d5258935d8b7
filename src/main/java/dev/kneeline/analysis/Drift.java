package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.study.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/// Whether a metric changed while nothing was changed: the runs of one configuration among
/// themselves, over the time of the sweep and over the place in a server's life.
///
/// It is the regression of log(metric) on time with a level of its own for each configuration
/// (fixed effects): only differences between repetitions of one configuration enter, so the order
/// in which configurations were measured does not. The slope's t has N - P - 1 degrees of freedom
/// for N runs of P configurations. Runs are taken as independent; a machine that wanders slowly
/// makes p too small.
///
/// @param key the metric
/// @param over what it changed over
/// @param change from the first run to the last, as a share: -0.04 is 4 % less
/// @param interval of the change at 95 %
/// @param p the probability of a slope at least as steep if nothing had changed
/// @param runs that entered, all of configurations with two runs or more
/// @param points how many configurations these are
public record Drift(
    String key, Over over, double change, Interval interval, double p, int runs, int points) {

  private static final double SIGNIFICANT = 0.05;

  /// With fewer degrees of freedom nothing but a cliff could be seen.
  private static final int FEWEST_DEGREES = 4;

  /// What a metric may change over.
  public enum Over {
    TIME("over the sweep"),
    PLACE("from a server's first run to its last");

    private final String words;

    Over(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// A run's value at its moment, within its configuration.
  private record Reading(double at, double log) {}

  /// Both tests, as far as the rows allow them. The place in a server's life is the time as well
  /// where there is one server only, so it is tested from two servers on.
  public static List<Drift> of(List<Row> rows, String key) {
    List<Drift> drifts = new ArrayList<>();
    test(rows, key, Over.TIME, Row.Moment::seconds).ifPresent(drifts::add);
    Set<String> servers = new HashSet<>();
    rows.forEach(row -> row.moments().forEach(moment -> servers.add(moment.server())));
    servers.remove("");
    if (servers.size() > 1) {
      test(rows, key, Over.PLACE, Row.Moment::place).ifPresent(drifts::add);
    }
    return drifts;
  }

  /// Whether it is more than chance at 5 %.
  public boolean significant() {
    return p < SIGNIFICANT;
  }

  private static Optional<Drift> test(
      List<Row> rows, String key, Over over, ToDoubleFunction<Row.Moment> at) {
    Regression regression = new Regression();
    for (Row row : rows) {
      List<Reading> readings = readings(row, key, at);
      if (readings.size() > 1) {
        regression.add(readings);
      }
    }
    return regression.drift(key, over);
  }

  private static List<Reading> readings(Row row, String key, ToDoubleFunction<Row.Moment> at) {
    List<Reading> readings = new ArrayList<>();
    for (int index = 0; index < row.moments().size(); index++) {
      Run run = row.runs().get(index);
      double value = run.counts() ? run.figures().number(key) : Double.NaN;
      if (value > 0) {
        readings.add(new Reading(at.applyAsDouble(row.moments().get(index)), Math.log(value)));
      }
    }
    return readings;
  }

  /// The sums of squares and products within configurations.
  private static final class Regression {

    private double first = Double.POSITIVE_INFINITY;
    private double last = Double.NEGATIVE_INFINITY;
    private double squaresAt;
    private double squaresLog;
    private double products;
    private int runs;
    private int points;

    void add(List<Reading> readings) {
      double meanAt = readings.stream().mapToDouble(Reading::at).average().orElseThrow();
      double meanLog = readings.stream().mapToDouble(Reading::log).average().orElseThrow();
      for (Reading reading : readings) {
        first = Math.min(first, reading.at());
        last = Math.max(last, reading.at());
        squaresAt += (reading.at() - meanAt) * (reading.at() - meanAt);
        squaresLog += (reading.log() - meanLog) * (reading.log() - meanLog);
        products += (reading.at() - meanAt) * (reading.log() - meanLog);
      }
      runs += readings.size();
      points++;
    }

    Optional<Drift> drift(String key, Over over) {
      int degrees = runs - points - 1;
      if (degrees < FEWEST_DEGREES || squaresAt == 0) {
        return Optional.empty();
      }
      double slope = products / squaresAt;
      double left = Math.max(0, squaresLog - slope * products);
      double error = Math.sqrt(left / degrees / squaresAt);
      double span = last - first;
      double half = Intervals.studentQuantile(degrees, 0.5 + Average.LEVEL / 2) * error * span;
      return Optional.of(
          new Drift(
              key,
              over,
              Math.expm1(slope * span),
              new Interval(
                  Math.expm1(slope * span - half), Math.expm1(slope * span + half), Average.LEVEL),
              probability(slope, error, degrees),
              runs,
              points));
    }

    /// Figures without any noise, as of a metronome, change surely or not at all.
    private static double probability(double slope, double error, int degrees) {
      if (error == 0) {
        return slope == 0 ? 1 : 0;
      }
      return 2 * TDistribution.of(degrees).survivalProbability(Math.abs(slope) / error);
    }
  }
}
