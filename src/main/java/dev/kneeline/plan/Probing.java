package dev.kneeline.plan;

import dev.kneeline.metric.Percentiles;
import dev.kneeline.metric.Slo;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a run of a search for the largest load applies beside the load's value: how long it takes,
/// and for the saturated run so many clients that the server is full.
///
/// @param clients of the saturated run, where nothing else caps it
/// @param seconds how long a run sends
/// @param requests how many it sends without `seconds`, and at least with it
public record Probing(long clients, OptionalDouble seconds, OptionalLong requests) {

  /// The method's name in [SearchMethod].
  public static final String METHOD = "slo";

  public static final int CLIENTS = 128;

  private static final long REQUESTS = 100;

  private static final String RATE = "request-rate";
  private static final String CAP = "max-concurrency";
  private static final String COUNT = "num-prompts";
  private static final String TIME = "duration";
  private static final String PERCENTILES = "metric-percentiles";
  private static final Pattern PERCENTILE = Pattern.compile("p([0-9]+(?:\\.[0-9]+)?)_.*");

  /// How many requests a run sends at least where nobody says otherwise: 100, or as many as the
  /// percentiles of the limits ask for, such as 299 for a p99.
  public static long requests(List<Slo> slos) {
    long requests = REQUESTS;
    for (Slo slo : slos) {
      Matcher matcher = PERCENTILE.matcher(slo.key());
      double percentile = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 50;
      if (percentile > 0 && percentile < 100) {
        requests = Math.max(requests, Percentiles.needed(percentile));
      }
    }
    return requests;
  }

  /// What the search's runs apply; empty for every other method.
  public static Optional<Probing> of(SearchMethod search) {
    if (!search.method().equals(METHOD)) {
      return Optional.empty();
    }
    OptionalDouble requests = number(search.options().get("requests"));
    return Optional.of(
        new Probing(
            (long) number(search.options().get("clients")).orElse(CLIENTS),
            number(search.options().get("seconds")),
            requests.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of((long) requests.getAsDouble())));
  }

  /// The options of a run whose load is among them.
  ///
  /// With 20 s and 100 requests, 10 requests a second are sent for 20 s, and 2 a second until 100
  /// are sent.
  public Map<String, Value> complete(Map<String, Value> options) {
    Map<String, Value> completed = new LinkedHashMap<>(options);
    boolean saturated =
        options.getOrDefault(RATE, Value.UNSET).equals(Value.of("inf"))
            && options.getOrDefault(CAP, Value.UNSET).isUnset();
    if (saturated) {
      completed.put(CAP, Value.of(clients));
    }
    if (seconds.isPresent() || requests.isPresent()) {
      completed.remove(COUNT);
      completed.remove(TIME);
      double sent = number(options.get(RATE)).orElse(Double.MAX_VALUE) * seconds.orElse(0);
      if (requests.isPresent() && sent < requests.getAsLong()) {
        completed.put(COUNT, Value.of(requests.getAsLong()));
      } else {
        completed.put(TIME, Value.of(BigDecimal.valueOf(seconds.orElseThrow())));
      }
    }
    return completed;
  }

  /// The options with the percentiles that limits name among the ones that are computed.
  public static Map<String, Value> withPercentiles(Map<String, Value> options, List<Slo> slos) {
    Set<String> percentiles = new LinkedHashSet<>();
    String given = options.getOrDefault(PERCENTILES, Value.of("99")).spelling();
    percentiles.addAll(List.of(given.replaceAll("[\\[\\]\" ]", "").split(",")));
    for (Slo slo : slos) {
      Matcher matcher = PERCENTILE.matcher(slo.key());
      if (matcher.matches()) {
        percentiles.add(matcher.group(1));
      }
    }
    Map<String, Value> completed = new LinkedHashMap<>(options);
    if (percentiles.size() > 1 || options.containsKey(PERCENTILES)) {
      completed.put(PERCENTILES, Value.of(String.join(",", percentiles)));
    }
    return completed;
  }

  private static OptionalDouble number(@Nullable Value value) {
    return switch (value) {
      case Value.Whole whole -> OptionalDouble.of(whole.number());
      case Value.Real real -> OptionalDouble.of(real.number().doubleValue());
      case null -> OptionalDouble.empty();
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          OptionalDouble.empty();
    };
  }
}
