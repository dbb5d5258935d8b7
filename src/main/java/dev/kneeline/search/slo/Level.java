package dev.kneeline.search.slo;

import java.util.Arrays;
import java.util.List;

/// All measurements at one value.
///
/// @param value the variable's
/// @param worsts of each run the strain on the limit that is worst
/// @param limits for each limit the median of its strains
/// @param strain above 0 where the SLA is missed: the median of `worsts`, or of several levels that
///   noise does not let tell apart
record Level(double value, double[] worsts, double[] limits, double strain) {

  static Level of(double value, List<List<Strain>> runs) {
    double[] worsts =
        runs.stream()
            .mapToDouble(run -> run.stream().mapToDouble(Strain::log).max().orElse(-Strain.MOST))
            .toArray();
    double[] limits = new double[runs.getFirst().size()];
    for (int limit = 0; limit < limits.length; limit++) {
      int each = limit;
      limits[limit] = median(runs.stream().mapToDouble(run -> run.get(each).log()).toArray());
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

  int runs() {
    return worsts.length;
  }

  Level pooled(double other) {
    return new Level(value, worsts, limits, other);
  }

  /// Whether the level misses some limit that the other one misses as well.
  boolean sharesMissWith(Level other) {
    for (int limit = 0; limit < limits.length; limit++) {
      if (limits[limit] > 0 && other.limits[limit] > 0) {
        return true;
      }
    }
    return false;
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
