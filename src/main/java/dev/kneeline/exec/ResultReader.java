package dev.kneeline.exec;

import dev.kneeline.exec.ResultNumbers.Content;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Metrics;
import dev.kneeline.plan.ResultSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what external benchmarks wrote into figures under our keys.
///
/// Only numbers that are metrics become figures; NaN becomes an absent one. What else a file holds
/// stays in the file, which is kept.
public final class ResultReader {

  /// SGLang's names where they are not vLLM's.
  private static final Map<String, String> SGLANG =
      Map.of(
          "total_throughput", "total_token_throughput", "concurrency", "mean_concurrent_requests");

  /// genai-bench's names of whole-run figures.
  private static final Map<String, String> GENAI =
      Map.of(
          "run_duration", "duration",
          "mean_output_throughput_tokens_per_s", "output_throughput",
          "mean_total_tokens_throughput_tokens_per_s", "total_token_throughput",
          "requests_per_second", "request_throughput",
          "num_completed_requests", "completed",
          "num_error_requests", "failed",
          "error_rate", "failure_rate");

  private static final String GENAI_RUN = "aggregated_metrics";
  private static final String GENAI_STATS = GENAI_RUN + ".stats";
  private static final Map<String, String> GENAI_FAMILIES =
      Map.of("ttft", "ttft", "tpot", "tpot", "e2e_latency", "e2el");
  private static final Map<String, String> GENAI_STATISTICS =
      Map.of("mean", "mean", "stddev", "std", "p50", "median");

  private ResultReader() {}

  /// What was read.
  ///
  /// @param notes for people: numbers that are no metric of ours
  public record Reading(Figures figures, List<String> notes) {
    public Reading {
      notes = List.copyOf(notes);
    }
  }

  /// @throws UnreadableResultException if there is no such file, it is cut off, or it holds no
  ///   metric
  public static Reading read(Path file, ResultSource source) throws UnreadableResultException {
    Map<String, Double> figures = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    switch (source.format()) {
      case VLLM -> flat(ResultNumbers.read(file, path -> false), Map.of(), figures, notes);
      case SGLANG -> flat(ResultNumbers.read(file, path -> false), SGLANG, figures, notes);
      case GENAI_BENCH -> genai(ResultNumbers.read(file, ResultReader::genaiPart), figures);
      case PATHS -> byPaths(file, source.paths(), figures);
    }
    figures.values().removeIf(value -> value.isNaN() || value.isInfinite());
    if (figures.isEmpty()) {
      throw new UnreadableResultException(
          "the result file %s holds no metric that is known as %s"
              .formatted(file, source.format()));
    }
    return new Reading(Figures.of(figures), notes);
  }

  private static void flat(
      Content content, Map<String, String> names, Map<String, Double> figures, List<String> notes) {
    List<String> unknown = new ArrayList<>();
    content
        .numbers()
        .forEach((name, value) -> {
          String key = names.getOrDefault(name, name).replace("_e2e_latency_ms", "_e2el_ms");
          if (Metrics.find(key).isPresent()) {
            figures.put(key, value);
          } else {
            unknown.add(name);
          }
        });
    if (!unknown.isEmpty()) {
      notes.add("numbers of the result file that are no metric: " + String.join(", ", unknown));
    }
  }

  private static boolean genaiPart(String path) {
    return path.equals(GENAI_RUN)
        || path.equals(GENAI_STATS)
        || GENAI_FAMILIES.keySet().stream().anyMatch(each -> path.equals(GENAI_STATS + "." + each));
  }

  /// Latencies are in seconds unless the file says `_time_unit: ms`.
  private static void genai(Content content, Map<String, Double> figures) {
    double factor = content.texts().getOrDefault("_time_unit", "s").startsWith("ms") ? 1.0 : 1000.0;
    GENAI.forEach(
        (name, key) -> put(figures, key, content.numbers().get(GENAI_RUN + "." + name), 1.0));
    GENAI_FAMILIES.forEach((name, family) ->
        content
            .numbers()
            .forEach((path, value) -> {
              String prefix = GENAI_STATS + "." + name + ".";
              if (path.startsWith(prefix)) {
                statistic(figures, family, path.substring(prefix.length()), value * factor);
              }
            }));
  }

  private static void statistic(
      Map<String, Double> figures, String family, String statistic, double millis) {
    String known = GENAI_STATISTICS.get(statistic);
    if (known != null) {
      figures.put("%s_%s_ms".formatted(known, family), millis);
    }
    if (statistic.matches("p[0-9.]+")) {
      figures.put("%s_%s_ms".formatted(statistic, family), millis);
    }
  }

  private static void byPaths(Path file, Map<String, String> paths, Map<String, Double> figures)
      throws UnreadableResultException {
    Content content =
        ResultNumbers.read(
            file, path -> paths.values().stream().anyMatch(each -> each.startsWith(path + ".")));
    for (Map.Entry<String, String> wanted : paths.entrySet()) {
      Double value = content.numbers().get(wanted.getValue());
      if (value == null) {
        throw new UnreadableResultException(
            "the result file %s has no number at %s".formatted(file, wanted.getValue()));
      }
      figures.put(wanted.getKey(), value);
    }
  }

  private static void put(
      Map<String, Double> figures, String key, @Nullable Double value, double factor) {
    if (value != null) {
      figures.put(key, value * factor);
    }
  }
}
