package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What servers said that they run with, as columns `effective.NAME`: read from a server's
/// `effective.json`. What lies deeper is `effective.outer.name`; lists and long texts, such as a
/// chat template, are no columns.
final class EffectiveColumns {

  private static final int LONGEST = 120;

  private final Path root;

  EffectiveColumns(Path root) {
    this.root = root;
  }

  /// @param server folder of a server's attempt, relative to the study; empty where there was none
  SequencedMap<String, Value> of(String server) {
    SequencedMap<String, Value> columns = new LinkedHashMap<>();
    Path file = root.resolve(server).resolve("effective.json");
    if (server.isEmpty() || !Files.isRegularFile(file)) {
      return columns;
    }
    try {
      if (Json.read(Files.readAllBytes(file))
              instanceof Value.Entries(SequencedMap<String, Value> facts)
          && facts.getOrDefault("replies", Value.UNSET)
              instanceof Value.Entries(SequencedMap<String, Value> replies)) {
        replies.values().forEach(reply -> flatten(Row.EFFECTIVE, reply, columns));
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      return columns;
    }
    return columns;
  }

  private static void flatten(String name, Value value, SequencedMap<String, Value> columns) {
    switch (value) {
      case Value.Entries(SequencedMap<String, Value> entries) ->
          entries.forEach((key, inner) ->
              flatten(name.endsWith(".") ? name + key : name + "." + key, inner, columns));
      case Value.Text(String text) when text.length() > LONGEST -> {}
      case Value.Text _, Value.Whole _, Value.Real _, Value.Flag _ ->
          columns.putIfAbsent(Names.key(name), value);
      case Value.Items _, Value.Unset _ -> {}
    }
  }
}
