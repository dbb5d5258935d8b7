package dev.kneeline.dialect.params;

import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes a sweep file of a file of combinations: each is a row of server parameters, and the best
/// one by throughput is looked for.
public final class CombinationSweep {

  private CombinationSweep() {}

  /// Whether a file is a JSON list, which no sweep file is.
  public static boolean isList(Path file) {
    if (!file.toString().endsWith(".json") || !Files.isRegularFile(file)) {
      return false;
    }
    try (Reader reader = Files.newBufferedReader(file)) {
      int first = reader.read();
      while (Character.isWhitespace(first)) {
        first = reader.read();
      }
      return first == '[';
    } catch (IOException unreadable) {
      // Whoever reads it next tells why.
      return false;
    }
  }

  /// The sweep file's text.
  ///
  /// What all combinations have alike is a constant below `server.params`; a null leaves the flag
  /// out.
  ///
  /// @param file a JSON list as `kneeline params --output` writes it
  /// @param engine the engine that the parameters are for
  /// @param model the model that is served
  /// @throws ParamsRefusal where the file holds no combinations
  public static String text(Path file, String engine, String model) {
    List<SequencedMap<String, Value>> rows = rows(file);
    Map<String, Value> constants = constants(rows);
    StringBuilder text = new StringBuilder();
    text.append("# %d combinations of %s\n".formatted(rows.size(), file.getFileName()));
    text.append("name: %s\n".formatted(Value.of(name(file)).json()));
    text.append("engine: %s\n".formatted(Value.of(engine).json()));
    text.append("server:\n  params:\n");
    text.append("    model: %s\n".formatted(Value.of(model).json()));
    constants.forEach((name, value) -> text.append("    %s: %s\n".formatted(name, value.json())));
    String points =
        rows.stream()
            .map(row -> point(row, constants.keySet()))
            .filter(point -> !point.isEmpty())
            .collect(Collectors.joining());
    text.append(points.isEmpty() ? "" : "points:\n" + points);
    text.append("load:\n  random-input-len: 1024\n  random-output-len: 128\n");
    text.append("  num-prompts: 200\n  max-concurrency: 64\n");
    text.append("objective: max output_throughput\n");
    return text.toString();
  }

  private static List<SequencedMap<String, Value>> rows(Path file) {
    List<SequencedMap<String, Value>> rows = CombinationFile.read(file);
    if (rows.isEmpty()) {
      throw new ParamsRefusal(
          file + " holds no combination", "`kneeline params --output FILE` writes some");
    }
    return rows;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
  }

  /// What every combination has, and has alike.
  private static Map<String, Value> constants(List<SequencedMap<String, Value>> rows) {
    Map<String, Value> constants = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.keySet()));
    for (String name : names) {
      Set<Value> values =
          rows.stream().map(row -> row.getOrDefault(name, Value.UNSET)).collect(Collectors.toSet());
      if (values.size() == 1) {
        Value only = values.iterator().next();
        if (!only.isUnset()) {
          constants.put(Names.key(name), only);
        }
      }
    }
    return constants;
  }

  private static String point(SequencedMap<String, Value> row, Set<String> constants) {
    String values =
        row.entrySet().stream()
            .filter(entry -> !entry.getValue().isUnset())
            .filter(entry -> !constants.contains(Names.key(entry.getKey())))
            .map(entry ->
                "server.%s: %s".formatted(Names.key(entry.getKey()), entry.getValue().json()))
            .collect(Collectors.joining(", "));
    return values.isEmpty() ? "" : "  - {%s}\n".formatted(values);
  }
}
