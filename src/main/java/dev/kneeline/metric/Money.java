package dev.kneeline.metric;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What tokens cost. A price is no measurement and may change, so runs do not keep these figures:
/// they are added where figures are read.
public final class Money {

  private static final double SECONDS_PER_HOUR = 3600;

  private static final double MILLION = 1e6;

  private Money() {}

  /// The figures with the cost of a million tokens and of a million answer tokens, where they have
  /// tokens per GPU: at 2.50 an hour and 1,000 tok/s/GPU a million cost 0.694.
  ///
  /// @param gpuHourPrice what one GPU costs for an hour, in any currency
  public static Figures priced(Figures figures, double gpuHourPrice) {
    SequencedMap<String, Figure> costs = new LinkedHashMap<>();
    put(costs, "cost_per_million_tokens", figures.figure("total_tokens_per_gpu"), gpuHourPrice);
    put(
        costs,
        "cost_per_million_output_tokens",
        figures.figure("output_tokens_per_gpu"),
        gpuHourPrice);
    return costs.isEmpty() ? figures : figures.with(new Figures(costs));
  }

  private static void put(
      SequencedMap<String, Figure> costs, String key, Figure perSecond, double gpuHourPrice) {
    double tokens = perSecond.value().orElse(0);
    if (tokens > 0) {
      double cost = gpuHourPrice / SECONDS_PER_HOUR / tokens * MILLION;
      costs.put(key, Figure.of(cost, perSecond.reliable()));
    }
  }
}
