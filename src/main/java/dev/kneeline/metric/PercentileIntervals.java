package dev.kneeline.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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

  private PercentileIntervals() {}

  /// The intervals at 95 % by metric key, of the median and the options' percentiles; without those
  /// that the sample is too small for.
  ///
  /// @param samples gone through several times
  public static SequencedMap<String, Interval> of(
      Iterable<Sample> samples, Window window, FigureOptions options) {
    SequencedMap<String, Interval> intervals = new LinkedHashMap<>();
    for (Family family : List.of(Family.TTFT, Family.TPOT, Family.E2EL, Family.RESPONSE_TTFT)) {
      double[] values = inOrder(samples, window, family);
      int worth = values.length > MOST ? 0 : Dependence.effectiveCount(values);
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

  /// The family's values in milliseconds in the order in which their requests were sent.
  private static double[] inOrder(Iterable<Sample> samples, Window window, Family family) {
    ToDoubleFunction<Sample> nanos = nanos(family);
    List<double[]> sentAndValue = new ArrayList<>();
    for (Sample sample : samples) {
      if (sample.completed()
          && window.counts(sample.timing())
          && !sample.events().isEmpty()
          && (family != Family.TPOT || sample.hasTpot())
          && sentAndValue.size() <= MOST) {
        sentAndValue.add(
            new double[] {sample.timing().sentNanos(), nanos.applyAsDouble(sample) / 1e6});
      }
    }
    sentAndValue.sort(Comparator.comparingDouble(pair -> pair[0]));
    return sentAndValue.stream().mapToDouble(pair -> pair[1]).toArray();
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
