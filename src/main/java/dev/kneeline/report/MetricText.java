package dev.kneeline.report;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Metric;
import dev.kneeline.metric.Metrics;
import java.util.List;

/// Metrics in words, for axes and sentences.
final class MetricText {

  private MetricText() {}

  /// `p99 ttft (ms)` for `p99_ttft_ms`; a key outside the table stays as it is.
  static String axis(String key) {
    String unit = unit(key);
    return unit.isEmpty() ? words(key) : "%s (%s)".formatted(words(key), unit);
  }

  /// `p99 ttft` for `p99_ttft_ms`: the key without its unit.
  static String words(String key) {
    if (Metrics.find(key).isEmpty()) {
      return key;
    }
    if (key.equals("tok_s_user")) {
      return "output tokens per user";
    }
    String bare = key.endsWith("_ms") ? key.substring(0, key.length() - 3) : key;
    return bare.replace('_', ' ').replace("gpu", "GPU");
  }

  /// What must be known of all figures before any is read: `Simulated server; `, `Imported; `.
  static String origin(List<Row> rows) {
    String simulated = rows.stream().anyMatch(Row::simulated) ? "Simulated server; " : "";
    return simulated + (rows.stream().anyMatch(Row::imported) ? "Imported; " : "");
  }

  /// The unit's symbol; empty for a key outside the table.
  static String unit(String key) {
    return Metrics.find(key).map(Metric::unit).map(unit -> unit.symbol()).orElse("");
  }

  /// A value with its unit: `1,234 tok/s`.
  static String quantity(String key, double value) {
    String unit = unit(key);
    return unit.isEmpty()
        ? NumberText.threeDigits(value)
        : NumberText.threeDigits(value) + " " + unit;
  }
}
