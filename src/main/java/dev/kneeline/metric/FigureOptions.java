package dev.kneeline.metric;

import java.util.List;
import java.util.OptionalInt;

/// What the figures depend on besides samples and window.
///
/// @param percentiles which of each family are written, each in 0..100; 50, 90, 95, 99 by default
/// @param goodput a request is good when it meets every one of these; empty: no goodput figure
/// @param gpus GPUs of the server; empty where unknown, and then there are no per-GPU figures
/// @param maxConcurrency the client's cap, which `tok_s_user` divides by; empty: the observed peak
public record FigureOptions(
    List<Double> percentiles,
    List<RequestSlo> goodput,
    OptionalInt gpus,
    OptionalInt maxConcurrency) {

  private static final List<Double> USUAL = List.of(50.0, 90.0, 95.0, 99.0);

  public FigureOptions {
    percentiles = List.copyOf(percentiles);
    goodput = List.copyOf(goodput);
    for (double percentile : percentiles) {
      if (!(percentile >= 0 && percentile <= 100)) {
        throw new IllegalArgumentException("a percentile is in 0..100, not " + percentile);
      }
    }
  }

  /// The usual percentiles, no goodput, GPUs unknown, no cap.
  public static FigureOptions usual() {
    return new FigureOptions(USUAL, List.of(), OptionalInt.empty(), OptionalInt.empty());
  }

  public FigureOptions withPercentiles(List<Double> replacement) {
    return new FigureOptions(replacement, goodput, gpus, maxConcurrency);
  }

  public FigureOptions withGoodput(List<RequestSlo> replacement) {
    return new FigureOptions(percentiles, replacement, gpus, maxConcurrency);
  }

  public FigureOptions withGpus(int count) {
    return new FigureOptions(percentiles, goodput, OptionalInt.of(count), maxConcurrency);
  }

  public FigureOptions withMaxConcurrency(int cap) {
    return new FigureOptions(percentiles, goodput, gpus, OptionalInt.of(cap));
  }
}
