package dev.kneeline.metric;

import java.util.List;
import java.util.function.Predicate;

/// The reference page of the metrics, written from their table so that it cannot drift.
public final class MetricsReference {

  private static final String OPENING =
      """
      # Metrics

      This page is written from the table in the code. Keys are those of `vllm bench serve` where it
      has the figure. Latencies and tokens are of completed requests; a figure of which nothing was
      measured is absent (`null` in JSON, empty in CSV) and never 0.

      Beside each figure stands `reliable`. A percentile is reliable where the sample is large enough
      that the true one lies between its smallest and its largest value with a probability of 95 %: 6
      values for a median, 29 for a p90, 59 for a p95, 299 for a p99, 2,995 for a p99.9. A mean or a
      deviation needs two values.

      Requests count that end inside the window, which is the whole run unless `warmup-duration` or
      `cooldown-duration` cut it.

      `confidence_intervals` in the result of `bench serve` tells between which values the true
      median and percentiles lie, with a probability of 95 %: between the values of two ranks, by the
      binomial law of how many of n values fall below the true percentile (David and Nagaraja, Order
      Statistics, 7.1), whatever the distribution. Of 1,000 requests the p99 lies between the 983rd
      and the 997th. Requests that follow each other share the server's state, so n is reduced to
      n (1 - r) / (1 + r) where the rank correlation r of neighbours in the order of sending is more
      than chance (Bayley and Hammersley 1946): 900 requests with r = 0.5 are worth 300. A percentile
      that the sample cannot carry has no interval; gaps between tokens have none, since those of one
      request go together.

      Percentiles interpolate between order statistics as numpy does (Hyndman and Fan, type 7). Any
      percentile may be asked for: `p99.9_ttft_ms` is understood like `p99_ttft_ms`.
      """;

  private MetricsReference() {}

  /// The whole page as Markdown.
  public static String page() {
    StringBuilder page = new StringBuilder(OPENING);
    section(page, "Counts, rates and shares", metric -> !isLatency(metric));
    for (Family family : Family.values()) {
      String words = Character.toUpperCase(family.words().charAt(0)) + family.words().substring(1);
      section(
          page, words, metric -> metric.key().endsWith(family.suffix()) && isOf(family, metric));
    }
    return page.toString();
  }

  private static boolean isLatency(Metric metric) {
    return metric.unit() == Unit.MILLISECONDS;
  }

  /// `mean_response_ttft_ms` ends as `mean_ttft_ms` does, so the statistic's word decides.
  private static boolean isOf(Family family, Metric metric) {
    String statistic = metric.key().substring(0, metric.key().length() - family.suffix().length());
    return isLatency(metric) && statistic.indexOf('_') < 0;
  }

  private static void section(StringBuilder page, String title, Predicate<Metric> within) {
    List<Metric> metrics = Metrics.all().stream().filter(within).toList();
    page.append("\n## ").append(title).append("\n\n");
    page.append("| key | unit | better | what it tells | how it is computed |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (Metric metric : metrics) {
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  metric.key(),
                  metric.unit().symbol(),
                  better(metric.direction()),
                  metric.description(),
                  metric.formula()));
    }
  }

  private static String better(Direction direction) {
    return switch (direction) {
      case HIGHER -> "higher";
      case LOWER -> "lower";
      case NEITHER -> "";
    };
  }
}
