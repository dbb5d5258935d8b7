package dev.kneeline.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/// Between which values the true percentiles of a run lie.
///
/// Each is taken between two of the run's own values by their ranks, whatever the distribution
/// ([Intervals#ofPercentile]). Requests that follow each other share the server's state, so the
/// sample counts for less than its size where its values go together in the order of sending
/// ([Dependence#effectiveCount]). Gaps between tokens have no interval: those of one request depend
/// on each other far more than requests do.
public final class PercentileIntervals {

  private static final double MEDIAN = 50;
  private static final double LEVEL = 0.95;

  /// Beyond this an interval is narrower than any reader needs, and would cost memory.
  private static final int MOST = 2_000_000;

  private static final List<Family> FAMILIES =
      List.of(Family.TTFT, Family.TPOT, Family.E2EL, Family.RESPONSE_TTFT);

  private PercentileIntervals() {}

  /// The intervals at 95 % by metric key, of the median and the options' percentiles; without those
  /// that the sample is too small for.
  public static SequencedMap<String, Interval> of(
      Iterable<Sample> samples, Window window, FigureOptions options) {
    SequencedMap<String, Interval> intervals = new LinkedHashMap<>();
    InOrder inOrder = new InOrder(samples, window);
    for (Family family : FAMILIES) {
      double[] values = inOrder.values(family);
      int worth = inOrder.count > MOST ? 0 : Dependence.effectiveCount(values);
      if (worth > 0) {
        Arrays.sort(values);
        put(intervals, family.key("median"), values, MEDIAN, worth);
        for (double percentile : options.percentiles()) {
          put(intervals, family.percentileKey(percentile), values, percentile, worth);
        }
      }
    }
    return intervals;
  }

  private static void put(
      SequencedMap<String, Interval> intervals,
      String key,
      double[] sorted,
      double percentile,
      int worth) {
    Intervals.ofPercentile(sorted, percentile, LEVEL, worth)
        .ifPresent(interval -> intervals.put(key, interval));
  }

  /// What requests took, in the order in which they were sent.
  private static final class InOrder {
    private double[] sentNanos = new double[64];
    private final Map<Family, double[]> millis = new EnumMap<>(Family.class);
    private int count;
    private final int[] order;

    InOrder(Iterable<Sample> samples, Window window) {
      FAMILIES.forEach(family -> millis.put(family, new double[64]));
      for (Sample sample : samples) {
        if (count <= MOST
            && sample.completed()
            && window.counts(sample.timing())
            && !sample.events().isEmpty()) {
          add(sample);
        }
      }
      order = Order.of(Arrays.copyOf(sentNanos, count));
    }

    private void add(Sample sample) {
      if (count == sentNanos.length) {
        sentNanos = Arrays.copyOf(sentNanos, 2 * count);
        millis.replaceAll((_, values) -> Arrays.copyOf(values, 2 * count));
      }
      sentNanos[count] = sample.timing().sentNanos();
      for (Family family : FAMILIES) {
        boolean has = family != Family.TPOT || sample.hasTpot();
        array(family)[count] = has ? nanos(family).applyAsDouble(sample) / 1e6 : Double.NaN;
      }
      count++;
    }

    private double[] array(Family family) {
      return Objects.requireNonNull(millis.get(family));
    }

    /// Those that have one.
    double[] values(Family family) {
      double[] all = array(family);
      return Arrays.stream(order)
          .mapToDouble(i -> all[i])
          .filter(value -> !Double.isNaN(value))
          .toArray();
    }
  }

  private static ToDoubleFunction<Sample> nanos(Family family) {
    return switch (family) {
      case TTFT -> Sample::ttftNanos;
      case TPOT -> Sample::tpotNanos;
      case E2EL -> Sample::e2elNanos;
      case RESPONSE_TTFT ->
          sample -> sample.events().firstNanos() - sample.timing().intendedNanos();
      case ITL, TOKEN_GAP, RESPONSE, QUEUE, CONNECT ->
          throw new IllegalArgumentException(family + " has no interval");
    };
  }
}
