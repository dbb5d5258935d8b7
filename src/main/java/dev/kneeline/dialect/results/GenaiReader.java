package dev.kneeline.dialect.results;

import dev.kneeline.metric.ForeignNames;
import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// genai-bench: one file a run, the experiment's settings in a file beside it.
final class GenaiReader {

  static final String RUN = "aggregated_metrics";

  private static final Map<String, String> EXPERIMENT =
      Map.of(
          "model", "model",
          "server_engine", "engine",
          "server_version", "version",
          "server_gpu_type", "gpu",
          "task", "task");

  private static final Pattern FIXED = Pattern.compile("D\\((\\d+),\\s*(\\d+)\\)");

  private GenaiReader() {}

  static void read(
      SequencedMap<String, Value> file, SequencedMap<String, Value> experiment, Sheet sheet) {
    SequencedMap<String, Value> run = Shapes.entries(file, RUN);
    double factor = ForeignNames.genaiMillis(Shapes.text(file, "_time_unit"));
    experiment(experiment, sheet);
    run.forEach((name, value) -> {
      Optional<String> figure = ForeignNames.genaiFigure(name);
      if (figure.isPresent()) {
        Sheet.number(value).ifPresent(number -> sheet.figure(figure.get(), name, number));
      } else if (!name.equals("stats")) {
        setting(name, value, run, sheet);
      }
    });
    Shapes.entries(run, "stats").forEach((name, value) -> statistics(name, value, factor, sheet));
  }

  private static void setting(
      String name, Value value, SequencedMap<String, Value> run, Sheet sheet) {
    sheet.told(name, value);
    boolean batches = Shapes.text(run, "iteration_type").equals("batch_size");
    switch (name) {
      case "scenario" -> scenario(value, sheet);
      case "num_concurrency" -> sheet.setting(Sheet.CONCURRENCY, value);
      case "batch_size" -> {
        if (batches) {
          sheet.setting(Sheet.LOAD + "batch-size", value);
        }
      }
      case "iteration_type", "num_requests", "error_codes_frequency" -> {}
      default -> sheet.unmapped(name);
    }
  }

  /// `D(100,200)` is 100 tokens in and 200 out; a distribution keeps its own words.
  private static void scenario(Value value, Sheet sheet) {
    Matcher fixed = FIXED.matcher(value.spelling());
    if (fixed.matches()) {
      sheet.setting(Sheet.LOAD + "random-input-len", Value.of(Long.parseLong(fixed.group(1))));
      sheet.setting(Sheet.LOAD + "random-output-len", Value.of(Long.parseLong(fixed.group(2))));
    } else {
      sheet.setting(Sheet.LOAD + "scenario", value);
    }
  }

  private static void experiment(SequencedMap<String, Value> experiment, Sheet sheet) {
    Map<String, Value> named = new LinkedHashMap<>(experiment);
    EXPERIMENT.forEach((theirs, ours) ->
        sheet.setting(Sheet.SERVER + ours, named.getOrDefault(theirs, Value.UNSET)));
    Value gpus = named.getOrDefault("server_gpu_count", Value.UNSET);
    Value typed = SweepFolder.typed(gpus.isUnset() ? "" : gpus.spelling());
    sheet.setting(Sheet.SERVER + "num-gpus", typed);
  }

  private static void statistics(String name, Value value, double factor, Sheet sheet) {
    SequencedMap<String, Value> known = new LinkedHashMap<>();
    Shapes.entries(value)
        .forEach((statistic, number) -> {
          List<String> keys = ForeignNames.genaiStatistic(name, statistic);
          keys.forEach(key -> known.put(key, number));
        });
    if (known.isEmpty()) {
      sheet.unmapped("stats." + name);
    }
    known.forEach((key, number) ->
        Sheet.number(number).ifPresent(each -> sheet.figure(key, name, each * factor)));
  }
}
