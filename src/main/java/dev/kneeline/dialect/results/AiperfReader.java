package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// aiperf's `profile_export_aiperf.json`: each metric is an object with its unit and statistics.
final class AiperfReader {

  static final String SETTINGS = "input_config";

  /// Its inter-token latency is one number a request: our TPOT. The gaps are between chunks.
  private static final Map<String, String> FAMILIES =
      Map.of(
          "time_to_first_token", "ttft",
          "inter_token_latency", "tpot",
          "inter_chunk_latency", "itl",
          "request_latency", "e2el");

  private static final Map<String, String> FIGURES =
      Map.ofEntries(
          Map.entry("request_throughput", "request_throughput"),
          Map.entry("goodput", "request_goodput"),
          Map.entry("output_token_throughput", "output_throughput"),
          Map.entry("total_token_throughput", "total_token_throughput"),
          Map.entry("request_count", "completed"),
          Map.entry("error_request_count", "failed"),
          Map.entry("benchmark_duration", "duration"),
          Map.entry("total_isl", "total_input_tokens"),
          Map.entry("total_output_tokens", "total_output_tokens"),
          Map.entry("total_osl", "total_output_tokens"));

  private static final Map<String, String> STATISTICS =
      Map.of("avg", "mean", "std", "std", "p50", "median");

  private static final Set<String> LABELS =
      Set.of(
          "schema_version",
          "aiperf_version",
          "benchmark_id",
          "start_time",
          "end_time",
          "was_cancelled",
          "error_summary",
          "run_info",
          SETTINGS);

  private AiperfReader() {}

  static void read(SequencedMap<String, Value> file, Sheet sheet) {
    settings(Shapes.entries(file, SETTINGS), sheet);
    file.forEach((name, value) -> {
      if (FAMILIES.containsKey(name)) {
        latency(FAMILIES.getOrDefault(name, ""), name, Shapes.entries(value), sheet);
      } else if (FIGURES.containsKey(name)) {
        Shapes.number(Shapes.entries(value), "avg")
            .ifPresent(it ->
                sheet.figure(
                    FIGURES.getOrDefault(name, ""), name, it * scale(name, Shapes.entries(value))));
      } else if (!LABELS.contains(name)) {
        sheet.unmapped(name);
      }
    });
  }

  /// Options of the command, of either of its two layouts.
  private static void settings(SequencedMap<String, Value> config, Sheet sheet) {
    SequencedMap<String, Value> load = Shapes.entries(config, "loadgen");
    SequencedMap<String, Value> phase = load.isEmpty() ? phase(config) : load;
    sheet.setting(Sheet.CONCURRENCY, phase.getOrDefault("concurrency", Value.UNSET));
    for (String name : new String[] {"request_rate", "rate"}) {
      sheet.setting(Sheet.LOAD + "request-rate", phase.getOrDefault(name, Value.UNSET));
    }
    for (String name : new String[] {"request_count", "requests"}) {
      sheet.setting(Sheet.LOAD + "num-prompts", phase.getOrDefault(name, Value.UNSET));
    }
    model(config).ifPresent(model -> sheet.setting(Sheet.SERVER + "model", model));
    sheet.setting(
        Sheet.LOAD + "random-input-len",
        Shapes.at(config, "input", "prompt", "input_tokens", "mean"));
    sheet.setting(
        Sheet.LOAD + "random-output-len",
        Shapes.at(config, "input", "prompt", "output_tokens", "mean"));
  }

  private static SequencedMap<String, Value> phase(SequencedMap<String, Value> config) {
    return Shapes.items(config, "phases").stream()
        .map(Shapes::entries)
        .filter(phase ->
            !phase.getOrDefault("exclude_from_results", Value.UNSET).equals(Value.of(true)))
        .findFirst()
        .orElseGet(java.util.LinkedHashMap::new);
  }

  private static Optional<Value> model(SequencedMap<String, Value> config) {
    Value first = Shapes.at(config, "endpoint", "model_names");
    Value item = Shapes.at(config, "models", "items", "name");
    return Optional.of(first instanceof Value.Text ? first : item)
        .filter(Value.Text.class::isInstance);
  }

  private static void latency(
      String family, String name, SequencedMap<String, Value> metric, Sheet sheet) {
    double factor = Shapes.text(metric, "unit").startsWith("s") ? 1000 : 1;
    metric.forEach((statistic, value) -> {
      String known = STATISTICS.getOrDefault(statistic, "");
      Sheet.number(value)
          .ifPresent(number -> {
            if (!known.isEmpty()) {
              sheet.figure(known + "_" + family + "_ms", name, number * factor);
            }
            if (statistic.matches("p[\\d.]+")) {
              sheet.figure(statistic + "_" + family + "_ms", name, number * factor);
            }
          });
    });
  }

  /// A duration may be in milliseconds.
  private static double scale(String name, SequencedMap<String, Value> metric) {
    return name.equals("benchmark_duration") && Shapes.text(metric, "unit").equals("ms")
        ? 0.001
        : 1;
  }
}
