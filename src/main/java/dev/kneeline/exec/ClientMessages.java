package dev.kneeline.exec;

import dev.kneeline.load.LoadPart;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.Progress;
import dev.kneeline.load.Samples;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import dev.kneeline.wire.StampSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// What a conductor and its load clients say to each other: one JSON object a line, with one key.
/// `options`, `start` and `cancel` go to the client; `ready`, `progress`, `done` and `failed` come
/// from it. Samples go through a file of the client's.
final class ClientMessages {

  private ClientMessages() {}

  static String line(String key, Value value) {
    SequencedMap<String, Value> message = new LinkedHashMap<>();
    message.put(key, value);
    return Json.compact(new Value.Entries(message));
  }

  /// The single key of a line and what it holds.
  ///
  /// @throws IllegalArgumentException for anything else
  static Map.Entry<String, Value> read(String line) {
    if (Json.read(line) instanceof Value.Entries(SequencedMap<String, Value> entries)
        && entries.size() == 1) {
      return entries.firstEntry();
    }
    throw new IllegalArgumentException("not a message: " + line);
  }

  static Value progress(Progress progress) {
    SequencedMap<String, Value> map = new LinkedHashMap<>();
    map.put("sent", Value.of(progress.sent()));
    map.put("done", Value.of(progress.done()));
    map.put("failed", Value.of(progress.failed()));
    map.put("tokens_per_second", Value.of(progress.tokensPerSecond()));
    progress.medianTtftMillis().ifPresent(median -> map.put("ttft", Value.of(median)));
    map.put("elapsed", Value.of(progress.elapsed().toNanos()));
    return new Value.Entries(map);
  }

  static Progress progress(Value message) {
    Map<String, Value> map = entries(message);
    return new Progress(
        0,
        whole(map, "sent"),
        whole(map, "done"),
        whole(map, "failed"),
        real(map, "tokens_per_second"),
        map.containsKey("ttft") ? OptionalDouble.of(real(map, "ttft")) : OptionalDouble.empty(),
        Duration.ofNanos(whole(map, "elapsed")));
  }

  static Value done(LoadResult result) {
    SequencedMap<String, Value> facts = new LinkedHashMap<>();
    result.client().numbers().forEach((name, number) -> facts.put(name, Value.of(number)));
    long end = result.window().endNanos();
    SequencedMap<String, Value> map = new LinkedHashMap<>();
    map.put("stamps", Value.of(result.client().stamps().name()));
    map.put("end", Value.of(end));
    map.put("in_flight", Value.of(result.client().number("mean_in_flight") * end));
    map.put("stopped", Value.of(result.stopped()));
    map.put("facts", new Value.Entries(facts));
    map.put("texts", new Value.Items(result.texts().stream().map(Value::of).toList()));
    return new Value.Entries(map);
  }

  /// @param samples of the client's file
  static LoadPart done(Value message, Samples samples) {
    Map<String, Value> map = entries(message);
    SequencedMap<String, Double> facts = new LinkedHashMap<>();
    entries(map.getOrDefault("facts", Value.UNSET))
        .forEach((name, number) -> facts.put(name, Double.parseDouble(number.spelling())));
    List<String> texts =
        map.getOrDefault("texts", Value.UNSET) instanceof Value.Items(List<Value> items)
            ? items.stream().map(Value::spelling).toList()
            : List.of();
    return new LoadPart(
        samples,
        texts,
        StampSource.valueOf(text(map, "stamps")),
        facts,
        real(map, "in_flight"),
        whole(map, "end"),
        text(map, "stopped"));
  }

  static Value failed(String message, String hint) {
    SequencedMap<String, Value> map = new LinkedHashMap<>();
    map.put("message", Value.of(message));
    map.put("hint", Value.of(hint));
    return new Value.Entries(map);
  }

  static SequencedMap<String, Value> entries(Value value) {
    return value instanceof Value.Entries(SequencedMap<String, Value> entries)
        ? entries
        : new LinkedHashMap<>();
  }

  static String text(Map<String, Value> map, String key) {
    return map.getOrDefault(key, Value.of("")).spelling();
  }

  private static long whole(Map<String, Value> map, String key) {
    return Long.parseLong(text(map, key));
  }

  private static double real(Map<String, Value> map, String key) {
    return Double.parseDouble(text(map, key));
  }
}
