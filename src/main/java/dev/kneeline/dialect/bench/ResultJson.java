package dev.kneeline.dialect.bench;

import dev.kneeline.load.Dataset;
import dev.kneeline.load.Failures;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.Pace;
import dev.kneeline.load.PartReport;
import dev.kneeline.load.ServerSeries;
import dev.kneeline.load.SteadyState;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The result file: the keys of `vllm bench serve` in its order, then what only we know.
///
/// A figure without a value is null. `unreliable` names the figures that the sample cannot carry.
final class ResultJson {

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final LoadResult result;
  private final LoadOptions options;
  private final Figures figures;
  private final ObjectNode json;

  private ResultJson(LoadResult result) {
    this.result = result;
    this.options = result.options();
    this.figures = result.figures();
    this.json = JsonMapper.shared().createObjectNode();
  }

  /// One line of JSON.
  static String of(LoadResult result, LocalDateTime started, boolean detailed) {
    return new ResultJson(result).write(started, detailed).toString();
  }

  /// `{label or backend}-{rate}qps[-concurrency{n}]-{model}-{date}.json`, as vLLM has it.
  static String fileName(LoadResult result, LocalDateTime started) {
    LoadOptions options = result.options();
    Pace pace = options.pace();
    String model = options.target().model().orElse("model");
    String cap =
        pace.maxConcurrency().isPresent() ? "-concurrency" + pace.maxConcurrency().getAsInt() : "";
    String rate =
        pace.ramp()
            .map(ramp ->
                "ramp-up-%s-%sqps-%sqps"
                    .formatted(
                        ramp.exponential() ? "exponential" : "linear",
                        ConsoleBlock.plain(ramp.from()),
                        ConsoleBlock.plain(ramp.to())))
            .orElse((Double.isInfinite(pace.perSecond()) ? "inf" : "" + pace.perSecond()) + "qps");
    return "%s-%s%s-%s-%s.json"
        .formatted(
            options.reporting().label().orElse(options.target().backend().word()),
            rate,
            cap,
            model.substring(model.lastIndexOf('/') + 1),
            DATE.format(started));
  }

  private ObjectNode write(LocalDateTime started, boolean detailed) {
    FiguresJson told = new FiguresJson(options, figures, json);
    told.head(started);
    told.totals();
    if (detailed) {
      details();
    }
    told.rest(aside());
    failures();
    result.steadyState().ifPresentOrElse(this::steadyState, () -> json.putNull("steady_state"));
    turns();
    intervals();
    unreliable();
    verdict();
    serverSeries();
    return json;
  }

  private void failures() {
    ArrayNode rows = json.putArray("failures");
    for (Failures each : result.failures()) {
      ObjectNode row = rows.addObject();
      row.put("class", each.kind().name().toLowerCase(Locale.ROOT));
      row.put("status", each.status());
      row.put("count", each.count());
      row.put("first", each.first());
    }
  }

  private Map<String, Double> aside() {
    SequencedMap<String, Double> aside = new LinkedHashMap<>(result.server().probes());
    aside.putAll(result.server().guesses());
    return aside;
  }

  private void details() {
    ArrayNode inputs = json.putArray("input_lens");
    ArrayNode outputs = json.putArray("output_lens");
    ArrayNode ttfts = json.putArray("ttfts");
    ArrayNode itls = json.putArray("itls");
    ArrayNode starts = json.putArray("start_times");
    ArrayNode texts = json.putArray("generated_texts");
    ArrayNode errors = json.putArray("errors");
    ArrayNode intended = json.putArray("intended_times");
    ArrayNode connects = json.putArray("connect_times");
    ArrayNode indexes = json.putArray("indexes");
    List<String> said = result.texts();
    for (Detail each : inOrder()) {
      Sample sample = each.sample();
      indexes.add(sample.index());
      texts.add(each.place() < said.size() ? said.get(each.place()) : "");
      inputs.add(sample.inputTokens());
      outputs.add(sample.outputTokens());
      ttfts.add(
          sample.events().isEmpty()
              ? null
              : seconds(sample.events().firstNanos() - sample.timing().sentNanos()));
      itls.add(gaps(sample));
      starts.add(seconds(sample.timing().sentNanos()));
      intended.add(seconds(sample.timing().intendedNanos()));
      connects.add(seconds(sample.timing().connectNanos()));
      errors.add(error(sample.outcome()));
    }
  }

  /// @param place in the order of ends, in which texts are kept
  private record Detail(Sample sample, int place) {}

  /// In the order of the requests, as vLLM has them: what was asked third stands third.
  private List<Detail> inOrder() {
    List<Detail> details = new ArrayList<>();
    for (Sample sample : result.samples()) {
      details.add(new Detail(sample, details.size()));
    }
    details.sort(Comparator.comparingLong(detail -> detail.sample().index()));
    return details;
  }

  private static ArrayNode gaps(Sample sample) {
    ArrayNode gaps = JsonMapper.shared().createArrayNode();
    for (int i = 1; i < sample.events().count(); i++) {
      gaps.add(seconds(sample.events().atNanos(i) - sample.events().atNanos(i - 1)));
    }
    return gaps;
  }

  private static String error(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed() -> "";
      case Outcome.Failed failed ->
          failed.kind().name().toLowerCase(Locale.ROOT) + ": " + failed.message();
    };
  }

  /// How a session's later turns, whose history the server may have cached, differ from its first.
  private void turns() {
    List<Figures> turns = result.turns();
    if (turns.isEmpty()) {
      return;
    }
    ArrayNode rows = json.putArray("per_turn_metrics");
    for (int turn = 0; turn < turns.size(); turn++) {
      Figures one = turns.get(turn);
      ObjectNode row = rows.addObject();
      row.put("turn", turn);
      double completed = one.value("completed").orElse(0);
      row.put("completed", (long) completed);
      row.put("failed", (long) one.value("failed").orElse(0));
      row.put(
          "mean_input_tokens", one.value("total_input_tokens").orElse(0) / Math.max(1, completed));
      latencies(one, row);
    }
  }

  private void latencies(Figures figures, ObjectNode block) {
    for (String family : List.of("ttft", "tpot", "itl", "e2el")) {
      for (String statistic : List.of("mean", "median")) {
        String key = "%s_%s_ms".formatted(statistic, family);
        figures.value(key).ifPresent(value -> block.put(key, value));
      }
      for (double percentile : options.reporting().figures().percentiles()) {
        String key = "p%s_%s_ms".formatted(ConsoleBlock.plain(percentile), family);
        figures.value(key).ifPresent(value -> block.put(key, value));
      }
    }
  }

  /// Under the names of vLLM's Rust client.
  private void steadyState(SteadyState steady) {
    ObjectNode block = json.putObject("steady_state");
    ObjectNode window = block.putObject("window");
    window.put("start_s", seconds(steady.window().startNanos()));
    window.put("end_s", seconds(steady.window().endNanos()));
    window.put("duration_s", steady.window().seconds());
    window.put("target_concurrency", steady.level().target());
    window.put("threshold", steady.level().share());
    window.put("threshold_abs", steady.level().threshold());
    window.put("observed_peak", steady.level().peak());
    window.put("requests_started_in_window", steady.started());
    window.put("requests_completed_in_window", steady.ended());
    window.put("requests_total", result.samples().count());
    window.put("warning", steady.warning(result.window()).orElse(null));
    block.put("request_throughput", steady.requestThroughput());
    block.put("input_throughput", steady.inputThroughput());
    block.put("output_throughput", steady.outputThroughput());
    block.put("total_token_throughput", steady.inputThroughput() + steady.outputThroughput());
    latencies(steady.latencies(), block);
    ArrayNode percentiles = block.putArray("percentiles_ttft_ms");
    for (double percentile : options.reporting().figures().percentiles()) {
      steady
          .latencies()
          .value("p%s_ttft_ms".formatted(ConsoleBlock.plain(percentile)))
          .ifPresent(value -> percentiles.addArray().add(percentile).add(value));
    }
  }

  private void intervals() {
    ObjectNode block = json.putObject("confidence_intervals");
    block.put("level", 0.95);
    result
        .intervals()
        .forEach((key, interval) -> block.putArray(key).add(interval.low()).add(interval.high()));
  }

  private void unreliable() {
    ArrayNode names = json.putArray("unreliable");
    figures
        .byKey()
        .forEach((key, figure) -> {
          if (figure.value().isPresent() && !figure.reliable()) {
            names.add(key);
          }
        });
  }

  private void verdict() {
    ObjectNode verdict = json.putObject("verdict");
    verdict.put("status", result.verdict().status().name());
    ArrayNode reasons = verdict.putArray("reasons");
    result.verdict().reasons().forEach(reasons::add);
    ObjectNode client = json.putObject("client");
    client.put("clock", result.client().stamps().text());
    result.client().numbers().forEach(client::put);
    clients();
    lengths();
    json.put("measured_from", seconds(result.window().startNanos()));
    json.put("measured_to", seconds(result.window().endNanos()));
    json.put("prompt_lengths", options.workload().lengths().word());
    json.put("seed", options.workload().seed());
    json.put("partial", result.isPartial());
    json.put("stopped", result.stopped());
    ArrayNode notes = json.putArray("notes");
    options.notes().forEach(notes::add);
  }

  /// Of several clients or loops each one's own word.
  private void clients() {
    if (result.client().parts().isEmpty()) {
      return;
    }
    ArrayNode list = json.putArray("clients");
    for (PartReport part : result.client().parts()) {
      ObjectNode one = list.addObject();
      one.put("requests", part.requests());
      ObjectNode verdict = one.putObject("verdict");
      verdict.put("status", part.verdict().status().name());
      part.verdict().reasons().forEach(verdict.putArray("reasons")::add);
      ObjectNode client = one.putObject("client");
      part.numbers().forEach(client::put);
    }
  }

  /// Which lengths were drawn, since benchmarks read one ratio in two ways.
  private void lengths() {
    if (options.workload().dataset() instanceof Dataset.RandomPrompts random) {
      json.put("random_range_rule", random.rule().word());
      json.putArray("random_input_range").add(random.input().low()).add(random.input().high());
      json.putArray("random_output_range").add(random.output().low()).add(random.output().high());
    }
  }

  /// What the server told of itself once a second, and its own times to first token.
  private void serverSeries() {
    ArrayNode series = json.putArray("server_series");
    for (ServerSeries.Moment moment : result.server().moments()) {
      ObjectNode look = series.addObject();
      look.put("at", seconds(moment.atNanos()));
      moment.values().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(
              each -> look.put(each.getKey().name().toLowerCase(Locale.ROOT), each.getValue()));
    }
    ArrayNode buckets = json.putArray("server_ttft_histogram");
    result
        .server()
        .ttft()
        .upTo()
        .forEach((bound, count) -> {
          ArrayNode bucket = buckets.addArray();
          if (Double.isInfinite(bound)) {
            bucket.addNull();
          } else {
            bucket.add(bound);
          }
          bucket.add(count);
        });
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
