package dev.kneeline.search.slo;

import java.util.ArrayList;
import java.util.List;

/// All measurements at one value.
///
/// @param value the variable's
/// @param worsts of each run the strain on the limit that is worst
/// @param limits for each limit the median of its strains
/// @param strain above 0 where the SLA is missed: the median of `worsts`, or of several levels that
///   noise does not let tell apart
record Level(double value, List<Double> worsts, List<Double> limits, double strain) {

  Level {
    worsts = List.copyOf(worsts);
    limits = List.copyOf(limits);
  }

  static Level of(double value, List<List<Strain>> runs) {
    List<Double> worsts =
        runs.stream()
            .map(run -> run.stream().mapToDouble(Strain::log).max().orElse(-Strain.MOST))
            .toList();
    List<Double> limits = new ArrayList<>();
    for (int limit = 0; limit < runs.getFirst().size(); limit++) {
      int each = limit;
      limits.add(median(runs.stream().map(run -> run.get(each).log()).toList()));
    }
    return new Level(value, worsts, limits, median(worsts));
  }

  boolean passes() {
    return strain <= 0;
  }

  /// The verdict of its own runs, whatever its neighbours say.
  boolean passesByItself() {
    return median(worsts) <= 0;
  }

  /// The mean of its own runs.
  double mean() {
    return worsts.stream().mapToDouble(Double::doubleValue).sum() / worsts.size();
  }

  int runs() {
    return worsts.size();
  }

  Level pooled(double other) {
    return new Level(value, worsts, limits, other);
  }

  /// Whether the level misses some limit that the other one misses as well.
  boolean sharesMissWith(Level other) {
    for (int limit = 0; limit < limits.size(); limit++) {
      if (limits.get(limit) > 0 && other.limits.get(limit) > 0) {
        return true;
      }
    }
    return false;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
