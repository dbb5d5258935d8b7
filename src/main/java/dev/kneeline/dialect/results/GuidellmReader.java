package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// guidellm: a report of several benchmarks, each a run at one rate or concurrency.
final class GuidellmReader {

  static final String RUNS = "benchmarks";

  /// Its inter-token latency is one number a request, (last - first) / (tokens - 1): our TPOT. Its
  /// own time per output token counts the first one in and has no place here.
  private static final Map<String, String> FAMILIES =
      Map.of(
          "time_to_first_token_ms", "ttft",
          "inter_token_latency_ms", "tpot",
          "request_latency", "e2el");

  private static final Map<String, String> RATES =
      Map.of(
          "requests_per_second", "request_throughput",
          "output_tokens_per_second", "output_throughput",
          "tokens_per_second", "total_token_throughput",
          "request_concurrency", "mean_concurrent_requests");

  private static final Map<String, String> SUMS =
      Map.of(
          "prompt_token_count", "total_input_tokens",
          "output_token_count", "total_output_tokens");

  private static final Map<String, String> PERCENTILES =
      Map.of("p001", "p0.1", "p01", "p1", "p05", "p5", "p999", "p99.9");

  private static final Pattern TOKENS =
      Pattern.compile("\"?(prompt_tokens|output_tokens)\"?\\s*[=:]\\s*(\\d+)");

  private GuidellmReader() {}

  /// @param report the whole file, whose arguments hold for each of its runs
  static void read(
      SequencedMap<String, Value> report, SequencedMap<String, Value> run, Sheet sheet) {
    SequencedMap<String, Value> arguments = Shapes.entries(report, "args");
    sheet.setting(Sheet.SERVER + "model", text(Shapes.at(arguments, "model")));
    tokens(Shapes.at(arguments, "data"), sheet);
    tokens(Shapes.at(run, "request_loader", "data"), sheet);
    strategy(run, sheet);
    Shapes.number(run, "duration").ifPresent(it -> sheet.figure("duration", "duration", it));
    Shapes.entries(run, "metrics").forEach((name, value) -> metric(name, value, sheet));
  }

  private static void strategy(SequencedMap<String, Value> run, Sheet sheet) {
    for (String holder : new String[] {"config", "args"}) {
      Value strategy = Shapes.at(run, holder, "strategy");
      SequencedMap<String, Value> entries = Shapes.entries(strategy);
      for (String name : new String[] {"type_", "kind"}) {
        sheet.setting(Sheet.LOAD + "strategy", entries.getOrDefault(name, Value.UNSET));
      }
      for (String name : new String[] {"streams", "max_concurrency"}) {
        sheet.setting(Sheet.CONCURRENCY, numeric(entries.getOrDefault(name, Value.UNSET)));
      }
      sheet.setting(
          Sheet.LOAD + "request-rate", numeric(entries.getOrDefault("rate", Value.UNSET)));
      if (entries.isEmpty()) {
        sheet.setting(Sheet.LOAD + "request-rate", numeric(Shapes.at(run, holder, "rate")));
      }
    }
  }

  private static void metric(String name, Value value, Sheet sheet) {
    SequencedMap<String, Value> states = Shapes.entries(value);
    if (name.equals("request_totals")) {
      Shapes.number(states, "successful").ifPresent(it -> sheet.figure("completed", name, it));
      Shapes.number(states, "errored").ifPresent(it -> sheet.figure("failed", name, it));
      return;
    }
    SequencedMap<String, Value> successful = Shapes.entries(states, "successful");
    if (FAMILIES.containsKey(name)) {
      latency(FAMILIES.getOrDefault(name, ""), name, successful, sheet);
    } else if (RATES.containsKey(name)) {
      figure(RATES.getOrDefault(name, ""), name, Shapes.number(successful, "mean"), sheet);
    } else if (SUMS.containsKey(name)) {
      figure(SUMS.getOrDefault(name, ""), name, Shapes.number(successful, "total_sum"), sheet);
    } else {
      sheet.unmapped("metrics." + name);
    }
  }

  private static void latency(
      String family, String name, SequencedMap<String, Value> successful, Sheet sheet) {
    double factor = name.endsWith("_ms") ? 1 : 1000;
    Map<String, String> plain = Map.of("mean", "mean", "median", "median", "std_dev", "std");
    plain.forEach((theirs, ours) ->
        Shapes.number(successful, theirs)
            .ifPresent(it -> sheet.figure(ours + "_" + family + "_ms", name, it * factor)));
    SequencedMap<String, Value> percentiles = Shapes.entries(successful, "percentiles");
    SequencedMap<String, Value> all = percentiles.isEmpty() ? successful : percentiles;
    all.forEach((theirs, value) -> {
      String ours = PERCENTILES.getOrDefault(theirs, theirs);
      OptionalDouble number = Sheet.number(value);
      if (ours.matches("p[\\d.]+") && number.isPresent()) {
        sheet.figure(ours + "_" + family + "_ms", name, number.getAsDouble() * factor);
      }
    });
  }

  private static void figure(String key, String name, OptionalDouble value, Sheet sheet) {
    if (value.isPresent()) {
      sheet.figure(key, name, value.getAsDouble());
    }
  }

  /// `prompt_tokens=1000,output_tokens=500`, as words or as JSON.
  private static void tokens(Value data, Sheet sheet) {
    Matcher matcher = TOKENS.matcher(data.spelling());
    while (matcher.find()) {
      String name = matcher.group(1).startsWith("prompt") ? "input" : "output";
      sheet.setting(
          Sheet.LOAD + "random-" + name + "-len", Value.of(Long.parseLong(matcher.group(2))));
    }
  }

  private static Value numeric(Value value) {
    return Sheet.number(value).isPresent() ? value : Value.UNSET;
  }

  private static Value text(Value value) {
    return value instanceof Value.Text ? value : Value.UNSET;
  }
}
