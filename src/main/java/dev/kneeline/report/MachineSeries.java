package dev.kneeline.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// What a machine's sampler saw while one server ran: a series for each thing that it looked at.
///
/// @param server which one, such as `tensor-parallel-size=4`
/// @param seconds how long it ran
/// @param series by name with unit, such as `GPU power (W)`; NaN where a look saw nothing
public record MachineSeries(String server, double seconds, SequencedMap<String, double[]> series) {

  /// A curve of the width of a thumb has no use for more.
  private static final int MOST = 120;

  public MachineSeries {
    SequencedMap<String, double[]> kept = new LinkedHashMap<>();
    series.forEach((name, values) -> {
      if (Arrays.stream(values).anyMatch(Double::isFinite)) {
        kept.put(name, thinned(values));
      }
    });
    series = Collections.unmodifiableSequencedMap(kept);
  }

  /// Longer series are cut into equal stretches, each told by its largest value: a peak is what one
  /// looks for. 240 values become 120, each the larger one of two.
  private static double[] thinned(double[] values) {
    if (values.length <= MOST) {
      return values.clone();
    }
    double[] thin = new double[MOST];
    for (int i = 0; i < MOST; i++) {
      int from = (int) ((long) i * values.length / MOST);
      int to = (int) ((long) (i + 1) * values.length / MOST);
      thin[i] = Arrays.stream(values, from, to).filter(Double::isFinite).max().orElse(Double.NaN);
    }
    return thin;
  }

  /// The names of all series of some servers, in the order of their appearance, each with the
  /// largest value that any of them has.
  static SequencedMap<String, Double> largest(Iterable<MachineSeries> servers) {
    SequencedMap<String, Double> largest = new LinkedHashMap<>();
    for (MachineSeries server : servers) {
      for (Map.Entry<String, double[]> each : server.series().entrySet()) {
        double own = Arrays.stream(each.getValue()).filter(Double::isFinite).max().orElseThrow();
        largest.merge(each.getKey(), own, Math::max);
      }
    }
    return largest;
  }
}
