package dev.kneeline.plan;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Interval;
import dev.kneeline.metric.Intervals;
import dev.kneeline.study.Run;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// When a point has been repeated often enough: as soon as the 95 % interval of each mean is
/// narrow.
///
/// It is a function of the runs alone, so that a continued sweep needs no memory of its own. An
/// INVALID run does not count. Stopping on what was measured makes the intervals a little too
/// narrow: each look at few runs is a chance to be fooled by runs that agree by luck, which is what
/// `least` guards against.
///
/// @param share half of Student's interval relative to the mean, above 0: 0.03 is 3 %
/// @param least runs that are measured in any case
/// @param keys metrics of which each one's mean must be this sure, at least one
public record Precision(double share, int least, List<String> keys) {

  /// Two runs that agree by luck are common, and t(1) is 12.7.
  public static final int FEWEST = 3;

  private static final double LEVEL = 0.95;

  public Precision {
    if (!(share > 0) || least < FEWEST || keys.isEmpty()) {
      throw new IllegalArgumentException(
          "no precision: %s of %s from %d runs on".formatted(share, keys, least));
    }
    keys = List.copyOf(keys);
  }

  /// Whether these runs of one point are enough. Of 100, 102, 104 the half-width is 4.97, which is
  /// 4.9 % of the mean: enough for 5 % and not for 3 %.
  public boolean reached(Collection<Run> runs) {
    return keys.stream().allMatch(key -> narrow(values(runs, key)));
  }

  private static double[] values(Collection<Run> runs, String key) {
    return runs.stream()
        .filter(Run::counts)
        .map(run -> run.figures().figure(key))
        .map(Figure::value)
        .filter(value -> value.isPresent())
        .mapToDouble(value -> value.orElseThrow())
        .toArray();
  }

  /// Runs that all gave 0, such as a failure rate, have an interval of no width.
  private boolean narrow(double[] values) {
    Optional<Interval> interval = Intervals.ofMean(values, LEVEL);
    if (values.length < least || interval.isEmpty()) {
      return false;
    }
    double middle = Math.abs(interval.get().low() + interval.get().high()) / 2;
    double half = interval.get().halfWidth();
    return half == 0 || half < share * middle;
  }
}
