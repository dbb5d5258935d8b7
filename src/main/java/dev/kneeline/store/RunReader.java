package dev.kneeline.store;

import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import dev.kneeline.study.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads `run.json`. Studies of 100,000 runs are read whole, so figures go from digits to doubles
/// without values in between, and what a [StoredRun] does not hold is skipped.
final class RunReader {

  private final String folder;
  private final Figures like;
  private final Fields head = new Fields();
  private final SequencedMap<String, Figure> figures = new LinkedHashMap<>();

  private RunReader(String folder, Figures like) {
    this.folder = folder;
    this.like = like;
  }

  /// @throws IllegalArgumentException for a damaged file, saying what is wrong with it
  static StoredRun read(byte[] json, String folder) {
    return read(json, folder, Figures.none());
  }

  /// @param like figures that probably have the same keys, which are then shared
  static StoredRun read(byte[] json, String folder, Figures like) {
    RunReader reader = new RunReader(folder, like);
    try (JsonParser parser = Json.parser(json)) {
      reader.readKeys(parser);
      return reader.run();
    } catch (JacksonException malformed) {
      throw Json.invalid(malformed);
    }
  }

  private void readKeys(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("a JSON object was expected");
    }
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      switch (key) {
        case "figures" -> readFigures(parser);
        case "window", "load", "facts", "notes" -> {
          parser.nextToken();
          parser.skipChildren();
        }
        default -> head.put(key, Json.value(parser, parser.nextToken()));
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new IllegalArgumentException("the JSON text ends too early");
    }
  }

  private void readFigures(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("'figures' is missing or is not an object");
    }
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      figures.put(key, figure(parser, key));
    }
  }

  private static Figure figure(JsonParser parser, String key) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
      return Figure.of(parser.getDoubleValue());
    }
    if (token == JsonToken.VALUE_NULL) {
      return Figure.absent();
    }
    String text = token == JsonToken.VALUE_STRING ? parser.getString() : "";
    return switch (text) {
      case "Infinity" -> Figure.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Figure.of(Double.NEGATIVE_INFINITY);
      case "NaN" -> Figure.of(Double.NaN);
      default -> throw new IllegalArgumentException("figure '%s' is no number".formatted(key));
    };
  }

  private StoredRun run() {
    for (Value key : head.items("unreliable")) {
      figures.computeIfPresent(
          key.spelling(),
          (name, figure) ->
              figure.value().isPresent() ? Figure.of(figure.value().getAsDouble(), false) : figure);
    }
    Fields verdict = head.object("verdict");
    Fields engine = head.object("engine");
    Fields cost = head.object("cost");
    boolean simulated = head.flag("simulated");
    List<String> ignored = simulated ? ignored() : List.of();
    Run run =
        new Run(
            head.count("repetition"),
            head.text("fingerprint"),
            new Verdict(
                verdict.text("status"),
                verdict.items("reasons").stream().map(Value::spelling).toList()),
            simulated,
            folder,
            new Figures(figures).sharingKeysOf(like),
            new Run.Cost(
                cost.real("seconds"), cost.real("server_start_seconds"), cost.count("gpus")),
            ignored);
    return new StoredRun(
        RunFiles.point(head),
        run,
        head.count("attempt"),
        head.instant("committed"),
        new Origin(simulated, engine.text("name"), engine.text("version"), ignored),
        head.has("raw") ? Optional.of(raw(head.object("raw"))) : Optional.empty(),
        head.textOr("server", ""));
  }

  /// Absent in studies of the first version.
  private List<String> ignored() {
    return head.has("no_effect_in_simulation")
        ? head.items("no_effect_in_simulation").stream().map(Value::spelling).toList()
        : List.of();
  }

  private static RawFile raw(Fields raw) {
    return new RawFile(raw.text("file"), raw.whole("bytes"), raw.text("sha256"));
  }
}
