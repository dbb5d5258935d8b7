package dev.kneeline.load;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server's own histogram of its times to first token, as Prometheus has histograms.
///
/// @param upTo by seconds, how many requests took at most so long; the last bound is infinite
public record ServerHistogram(SortedMap<Double, Double> upTo) {

  private static final List<String> NAMES =
      List.of(
          "vllm:time_to_first_token_seconds_bucket", "sglang:time_to_first_token_seconds_bucket");
  private static final Pattern BOUND = Pattern.compile("[{,]le=\"([^\"]+)\"");

  public ServerHistogram {
    upTo = Collections.unmodifiableSortedMap(new TreeMap<>(upTo));
  }

  /// Reads a page of `/metrics`; buckets of several engines are added up. Empty where it has none.
  static ServerHistogram parse(String page) {
    for (String name : NAMES) {
      SortedMap<Double, Double> upTo = new TreeMap<>();
      page.lines().filter(line -> line.startsWith(name + "{")).forEach(line -> add(upTo, line));
      if (!upTo.isEmpty()) {
        return new ServerHistogram(upTo);
      }
    }
    return new ServerHistogram(new TreeMap<>());
  }

  private static void add(SortedMap<Double, Double> upTo, String line) {
    Matcher bound = BOUND.matcher(line);
    if (bound.find()) {
      try {
        double seconds =
            bound.group(1).equals("+Inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(bound.group(1));
        double count = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        upTo.merge(seconds, count, Double::sum);
      } catch (NumberFormatException notANumber) {
        // A line that is not Prometheus' own.
      }
    }
  }

  /// What was added after an earlier look.
  ServerHistogram since(ServerHistogram before) {
    SortedMap<Double, Double> growth = new TreeMap<>();
    upTo.forEach((bound, count) -> growth.put(bound, count - before.upTo.getOrDefault(bound, 0.0)));
    return new ServerHistogram(growth);
  }

  /// The time within which a share of the requests had their first token, evenly spread inside each
  /// bucket as Prometheus' `histogram_quantile` has it: with 4 requests up to 0.1 s and 10 up to
  /// 0.2 s the median is 0.1 + 0.1 / 6 s. Beyond the last finite bound it is that bound.
  ///
  /// @return empty where nothing was counted
  OptionalDouble quantile(double share) {
    double total = upTo.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (!(total > 0)) {
      return OptionalDouble.empty();
    }
    double below = 0;
    double from = 0;
    for (Map.Entry<Double, Double> bucket : upTo.entrySet()) {
      if (bucket.getValue() >= share * total) {
        double inside = bucket.getValue() - below;
        return Double.isInfinite(bucket.getKey()) || inside <= 0
            ? OptionalDouble.of(from)
            : OptionalDouble.of(from + (bucket.getKey() - from) * (share * total - below) / inside);
      }
      below = bucket.getValue();
      from = bucket.getKey();
    }
    return OptionalDouble.of(from);
  }
}
