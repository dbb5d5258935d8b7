package dev.kneeline.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What the server told of itself during a run, once a second.
///
/// @param moments in the order of time; empty for a server without such metrics
/// @param probes figures of the requests that were sent beside the load; empty without them
/// @param notes what the server would not do
/// @param ttft its times to first token during the run
public record ServerSeries(
    List<Moment> moments,
    SequencedMap<String, Double> probes,
    List<String> notes,
    ServerHistogram ttft) {

  private static final ServerSeries NONE = new ServerSeries(List.of());

  public ServerSeries {
    moments = List.copyOf(moments);
    probes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(probes));
    notes = List.copyOf(notes);
  }

  public ServerSeries(List<Moment> moments) {
    this(moments, new LinkedHashMap<>(), List.of(), new ServerHistogram(new TreeMap<>()));
  }

  /// Of a server that told nothing.
  public static ServerSeries none() {
    return NONE;
  }

  /// One look.
  ///
  /// @param atNanos after the run's start; negative for the look just before it
  /// @param values of those gauges that the server has
  public record Moment(long atNanos, Map<ServerGauge, Double> values) {
    public Moment {
      values = values.isEmpty() ? Map.of() : Map.copyOf(values);
    }
  }

  /// Reads a page of Prometheus' text format: values of equal name, such as of several engines
  /// behind one address, are added up, but for shares, of which the largest counts.
  static Map<ServerGauge, Double> parse(String page) {
    Map<String, List<Double>> byName = new LinkedHashMap<>();
    for (String line : page.split("\n")) {
      int space = line.lastIndexOf(' ');
      if (line.startsWith("#") || space < 0) {
        continue;
      }
      int brace = line.indexOf('{');
      String name = line.substring(0, brace > 0 ? brace : line.indexOf(' '));
      number(line.substring(space + 1))
          .ifPresent(value -> byName.computeIfAbsent(name, any -> new ArrayList<>()).add(value));
    }
    Map<ServerGauge, Double> values = new EnumMap<>(ServerGauge.class);
    for (ServerGauge gauge : ServerGauge.values()) {
      gauge.names().stream()
          .map(byName::get)
          .filter(found -> found != null)
          .findFirst()
          .ifPresent(found -> values.put(gauge, together(gauge, found)));
    }
    return values;
  }

  private static double together(ServerGauge gauge, List<Double> found) {
    return gauge == ServerGauge.KV_USE
        ? found.stream().mapToDouble(Double::doubleValue).max().orElse(0)
        : found.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static OptionalDouble number(String text) {
    try {
      double value = Double.parseDouble(text.strip());
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException notANumber) {
      return OptionalDouble.empty();
    }
  }

  /// The run in a few numbers: `server_running_mean`, `server_waiting_max`, `server_kv_use_max`,
  /// `server_prefix_hit_share`, `server_mean_ttft_ms`, `server_p99_ttft_ms`; only those that the
  /// server's metrics allow.
  public SequencedMap<String, Double> summary() {
    SequencedMap<String, Double> summary = new LinkedHashMap<>();
    for (ServerGauge gauge :
        List.of(ServerGauge.RUNNING, ServerGauge.WAITING, ServerGauge.KV_USE)) {
      String name = "server_" + gauge.name().toLowerCase(Locale.ROOT);
      double[] values = values(gauge);
      if (values.length > 0) {
        summary.put(name + "_mean", Arrays.stream(values).average().orElse(0));
        summary.put(name + "_max", Arrays.stream(values).max().orElse(0));
      }
    }
    ratio(ServerGauge.PREFIX_HITS, ServerGauge.PREFIX_QUERIES)
        .ifPresent(share -> summary.put("server_prefix_hit_share", share));
    ratio(ServerGauge.TTFT_SUM, ServerGauge.TTFT_COUNT)
        .ifPresent(seconds -> summary.put("server_mean_ttft_ms", seconds * 1000));
    ttft.quantile(0.5).ifPresent(seconds -> summary.put("server_p50_ttft_ms", seconds * 1000));
    ttft.quantile(0.99).ifPresent(seconds -> summary.put("server_p99_ttft_ms", seconds * 1000));
    return summary;
  }

  /// Of a server that guesses tokens ahead: how well it guessed, under vLLM's names; the rate in
  /// percent. 100 times 3 tokens, of which 150 held, are a rate of 50 and a length of 2.5.
  public SequencedMap<String, Double> guesses() {
    SequencedMap<String, Double> guesses = new LinkedHashMap<>();
    double[] drafts = growth(ServerGauge.DRAFTS);
    double[] tokens = growth(ServerGauge.DRAFT_TOKENS);
    double[] accepted = growth(ServerGauge.ACCEPTED_TOKENS);
    boolean any = drafts.length * tokens.length * accepted.length == 1 && drafts[0] > 0;
    if (any && tokens[0] > 0) {
      guesses.put("spec_decode_acceptance_rate", 100 * accepted[0] / tokens[0]);
      guesses.put("spec_decode_acceptance_length", 1 + accepted[0] / drafts[0]);
      guesses.put("spec_decode_num_drafts", drafts[0]);
      guesses.put("spec_decode_draft_tokens", tokens[0]);
      guesses.put("spec_decode_accepted_tokens", accepted[0]);
    }
    return guesses;
  }

  /// The gauge during the run, without the look before it.
  private double[] values(ServerGauge gauge) {
    ToDoubleFunction<Moment> value = moment -> moment.values().getOrDefault(gauge, 0.0);
    return moments.stream()
        .filter(moment -> moment.atNanos() >= 0 && moment.values().containsKey(gauge))
        .mapToDouble(value)
        .toArray();
  }

  /// How much the one counter grew for each step of the other.
  private OptionalDouble ratio(ServerGauge part, ServerGauge whole) {
    double[] parts = growth(part);
    double[] wholes = growth(whole);
    boolean known = parts.length == 1 && wholes.length == 1 && wholes[0] > 0;
    return known ? OptionalDouble.of(parts[0] / wholes[0]) : OptionalDouble.empty();
  }

  private double[] growth(ServerGauge counter) {
    double[] values =
        moments.stream()
            .filter(moment -> moment.values().containsKey(counter))
            .mapToDouble(moment -> moment.values().get(counter))
            .toArray();
    return values.length < 2 ? new double[0] : new double[] {values[values.length - 1] - values[0]};
  }
}
