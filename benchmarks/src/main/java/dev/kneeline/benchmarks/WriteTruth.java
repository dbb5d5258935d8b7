package dev.kneeline.benchmarks;

import dev.kneeline.sim.WriteLogReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a simulated server wrote and when, by its own log: the truth that a client is held against.
final class WriteTruth implements WriteLogReader.Listener {

  private final long measured;
  private final Map<Integer, long[]> lastByRequest = new HashMap<>();
  private final List<Long> arrivals = new ArrayList<>();
  private double[] gaps = new double[1 << 16];
  private int gapCount;
  private double ttftSum;
  private long ttftCount;

  /// @param measured how many requests the load had; those behind them are its warm-up
  static WriteTruth read(Path log, long measured) throws IOException {
    WriteTruth truth = new WriteTruth(measured);
    WriteLogReader.read(log, truth);
    truth.arrivals.sort(null);
    Arrays.sort(truth.gaps, 0, truth.gapCount);
    return truth;
  }

  private WriteTruth(long measured) {
    this.measured = measured;
  }

  @Override
  public void arrived(long nanos, int request, String requestId) {
    String number = requestId.substring(requestId.lastIndexOf('-') + 1);
    if (!number.isEmpty() && Long.parseLong(number) >= measured) {
      return;
    }
    lastByRequest.put(request, new long[] {nanos, 0});
    arrivals.add(nanos);
  }

  @Override
  public void wrote(long nanos, int request, int tokens) {
    long[] last = lastByRequest.get(request);
    if (tokens == 0 || last == null) {
      return;
    }
    if (last[1] == 0) {
      ttftSum += (nanos - last[0]) / 1e6;
      ttftCount++;
    } else {
      gaps = gapCount == gaps.length ? Arrays.copyOf(gaps, 2 * gapCount) : gaps;
      gaps[gapCount++] = (nanos - last[0]) / 1e6;
    }
    last[0] = nanos;
    last[1] = 1;
  }

  double meanTtftMillis() {
    return ttftSum / ttftCount;
  }

  double gapMillis(double percentile) {
    return gaps[(int) ((gapCount - 1) * percentile / 100)];
  }

  long firstArrivalNanos() {
    return arrivals.getFirst();
  }

  /// Kolmogorov and Smirnov's distance of the gaps between arrivals from exponential ones, over its
  /// critical value at 5 %: below 1 they pass.
  double arrivalLaw() {
    return lawOf(arrivals.stream().mapToLong(Long::longValue).toArray());
  }

  /// The same of any instants that rise.
  static double lawOf(long[] instants) {
    double[] steps = new double[instants.length - 1];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = instants[i + 1] - instants[i];
    }
    Arrays.sort(steps);
    double mean = Arrays.stream(steps).average().orElse(1);
    double distance = 0;
    for (int i = 0; i < steps.length; i++) {
      double law = -Math.expm1(-steps[i] / mean);
      distance = Math.max(distance, (i + 1.0) / steps.length - law);
      distance = Math.max(distance, law - (double) i / steps.length);
    }
    return distance * Math.sqrt(steps.length) / 1.358;
  }
}
