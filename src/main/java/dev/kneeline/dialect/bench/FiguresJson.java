package dev.kneeline.dialect.bench;

import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.Pace;
import dev.kneeline.metric.Figures;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The part of vllm's result file that options and figures tell, under its keys in its order: all
/// that a study has of a run without reading its samples.
public final class FiguresJson {

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private static final List<String> TOTALS =
      List.of(
          "duration",
          "completed",
          "failed",
          "total_input_tokens",
          "total_output_tokens",
          "request_throughput",
          "request_goodput",
          "output_throughput",
          "total_token_throughput");

  private static final List<String> PEAKS =
      List.of("max_output_tokens_per_s", "max_concurrent_requests");

  private final LoadOptions options;
  private final Figures figures;
  private final ObjectNode json;

  FiguresJson(LoadOptions options, Figures figures, ObjectNode json) {
    this.options = options;
    this.figures = figures;
    this.json = json;
  }

  /// The object of a run that is over.
  public static ObjectNode of(LoadOptions options, Figures figures, LocalDateTime started) {
    FiguresJson told = new FiguresJson(options, figures, JsonMapper.shared().createObjectNode());
    told.head(started);
    told.totals();
    told.rest(Map.of());
    return told.json;
  }

  void totals() {
    TOTALS.forEach(this::figure);
  }

  /// @param probes figures of what was sent beside the load
  void rest(Map<String, Double> probes) {
    PEAKS.forEach(this::figure);
    json.putNull("rtfx");
    probes.forEach(this::put);
    options.reporting().families().forEach(this::family);
    figures.byKey().keySet().stream().filter(key -> !json.has(key)).forEach(this::figure);
  }

  void head(LocalDateTime started) {
    String model = options.target().model().orElse(null);
    json.put("date", DATE.format(started));
    json.put("endpoint_type", options.target().backend().word());
    json.put("backend", options.target().backend().word());
    json.put("label", options.reporting().label().orElse(null));
    json.put("model_id", model);
    json.put("tokenizer_id", options.workload().counting().name().orElse(model));
    json.put(
        "num_prompts", options.workload().isUnlimited() ? requests() : options.workload().count());
    options.reporting().metadata().forEach(json::put);
    Pace pace = options.pace();
    if (Double.isInfinite(pace.perSecond())) {
      json.put("request_rate", "inf");
    } else {
      json.put("request_rate", pace.perSecond());
    }
    if (Double.isInfinite(pace.burstiness())) {
      json.put("burstiness", "inf");
    } else {
      json.put("burstiness", pace.burstiness());
    }
    if (pace.maxConcurrency().isPresent()) {
      json.put("max_concurrency", pace.maxConcurrency().getAsInt());
    } else {
      json.putNull("max_concurrency");
    }
    pace.ramp()
        .ifPresent(ramp -> {
          json.put("ramp_up_strategy", ramp.exponential() ? "exponential" : "linear");
          json.put("ramp_up_start_rps", ramp.from());
          json.put("ramp_up_end_rps", ramp.to());
        });
  }

  private void family(String family) {
    List<String> keys = new ArrayList<>();
    for (String statistic : List.of("mean", "median", "std")) {
      keys.add("%s_%s_ms".formatted(statistic, family));
    }
    for (double percentile : options.reporting().figures().percentiles()) {
      keys.add("p%s_%s_ms".formatted(ConsoleBlock.plain(percentile), family));
    }
    keys.forEach(this::figure);
  }

  /// Whole numbers stay whole.
  private void figure(String key) {
    OptionalDouble value = figures.value(key);
    if (value.isEmpty()) {
      json.putNull(key);
    } else {
      put(key, value.getAsDouble());
    }
  }

  private void put(String key, double value) {
    if (isCount(key)) {
      json.put(key, (long) value);
    } else {
      json.put(key, value);
    }
  }

  private static boolean isCount(String key) {
    return key.equals("completed")
        || key.startsWith("failed")
        || key.equals("probe_completed")
        || key.equals("probe_failed")
        || key.equals("spec_decode_num_drafts")
        || key.endsWith("_tokens")
        || key.equals("max_concurrent_requests");
  }

  private long requests() {
    return (long) (figures.value("completed").orElse(0) + figures.value("failed").orElse(0));
  }
}
