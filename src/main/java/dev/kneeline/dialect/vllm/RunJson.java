package dev.kneeline.dialect.vllm;

import dev.kneeline.dialect.bench.FiguresJson;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.PlannedRun;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The content of `run=N.json`: the client's result, the run's number, and every value of both rows
/// at top level under the key of its file, as vLLM merges them.
///
/// Where two of them have one key, the load's row wins over the server's and both over the result,
/// as there; what loses is kept as `serve.KEY` and `metric.KEY`. Keys that begin with `kneeline.`
/// tell where the run comes from.
final class RunJson {

  static final String FINGERPRINT = "kneeline.fingerprint";
  static final String COMPLETED = "completed";

  /// Whether the file counts as the run's: it is whole, and some request completed.
  static boolean isSound(ObjectNode json) {
    JsonNode completed = json.get(COMPLETED);
    return completed == null || !completed.isNumber() || completed.asDouble() > 0;
  }

  private final Path study;

  /// @param study the folder of the study that holds the runs
  RunJson(Path study) {
    this.study = study;
  }

  ObjectNode of(Pair pair, SequencedMap<String, Value> searched, PlannedRun planned, Run run) {
    ObjectNode json = result(planned, run);
    withoutOddNumbers(json);
    json.put("run_number", number(planned));
    overlay(json, pair, searched);
    json.put(FINGERPRINT, run.fingerprint());
    json.put("kneeline.run", run.folder());
    json.put("kneeline.verdict", run.verdict().status());
    if (run.simulated()) {
      json.put("kneeline.simulated", true);
    }
    return json;
  }

  /// vLLM counts runs from 0.
  static int number(PlannedRun planned) {
    return planned.repetition() - 1;
  }

  private ObjectNode result(PlannedRun planned, Run run) {
    return switch (planned.load()) {
      case LoadSpec.Generated(Map<String, Value> options) ->
          FiguresJson.of(
              LoadOptions.of(options), run.figures(), LocalDateTime.now(ZoneId.systemDefault()));
      case LoadSpec.External _ ->
          JsonFiles.read(study.resolve(run.folder()).resolve("result.json"))
              .orElseGet(() -> figures(run));
    };
  }

  /// What the study itself knows, where the client's file is gone.
  private static ObjectNode figures(Run run) {
    ObjectNode json = JsonFiles.object();
    run.figures()
        .byKey()
        .forEach((key, figure) -> {
          if (figure.value().isPresent()) {
            json.put(key, figure.value().getAsDouble());
          } else {
            json.putNull(key);
          }
        });
    return json;
  }

  private static void withoutOddNumbers(ObjectNode json) {
    for (String key : json.propertyNames().stream().toList()) {
      JsonNode value = json.get(key);
      if (value.isNumber() && !Double.isFinite(value.asDouble())) {
        json.putNull(key);
      }
    }
  }

  private static void overlay(ObjectNode json, Pair pair, SequencedMap<String, Value> searched) {
    ObjectNode metrics = json.deepCopy();
    pair.serve()
        .values()
        .forEach((key, value) -> {
          keep(json, "metric.", key, value, Optional.ofNullable(metrics.get(key)));
          json.set(key, JsonFiles.node(value));
        });
    Map<String, Value> serve = pair.serve().values();
    pair.bench().values().forEach((key, value) -> put(json, metrics, serve, key, value));
    searched.forEach((name, value) -> put(json, metrics, serve, name.replace('-', '_'), value));
  }

  private static void put(
      ObjectNode json, ObjectNode metrics, Map<String, Value> serve, String key, Value value) {
    keep(json, "metric.", key, value, Optional.ofNullable(metrics.get(key)));
    keep(json, "serve.", key, value, Optional.ofNullable(serve.get(key)).map(JsonFiles::node));
    json.set(key, JsonFiles.node(value));
  }

  private static void keep(
      ObjectNode json, String prefix, String key, Value winner, Optional<JsonNode> loser) {
    JsonNode now = JsonFiles.node(winner);
    if (loser.isPresent() && !same(loser.get(), now)) {
      json.set(prefix + key, loser.get());
    }
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.equals(other)
        || (one.isNumber() && other.isNumber() && one.asDouble() == other.asDouble());
  }
}
