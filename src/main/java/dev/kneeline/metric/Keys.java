package dev.kneeline.metric;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Metric keys as people write them.
final class Keys {

  private Keys() {}

  /// The built value when its key names a metric, else what is wrong with the nearest key.
  static <T> Parsed<T> check(String key, Set<String> furtherKeys, Supplier<T> build) {
    if (Metrics.find(key).isPresent() || furtherKeys.contains(key)) {
      return new Parsed.Good<>(build.get());
    }
    Set<String> known = new TreeSet<>(furtherKeys);
    Metrics.all().forEach(metric -> known.add(metric.key()));
    String hint =
        Metrics.nearest(key, known)
            .map("did you mean '%s'?"::formatted)
            .orElse("the metrics are listed in docs/reference/metrics.md");
    return new Parsed.Bad<>("unknown metric '%s'".formatted(key), hint);
  }
}
