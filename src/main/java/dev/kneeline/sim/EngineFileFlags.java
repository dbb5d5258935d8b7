package dev.kneeline.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts the flags of an engine's own YAML file (`--config FILE`, and `--config-key SECTION` as
/// dynamo.sglang has it) in place of the flag that names it, before the others, which therefore
/// win.
final class EngineFileFlags {

  private EngineFileFlags() {}

  /// The line with the file's flags; as it is, where it names no file.
  static List<String> expand(List<String> line, SimHost host) throws IOException {
    List<String> rest = new ArrayList<>(line);
    String file = take(rest, "--config");
    String section = take(rest, "--config-key");
    if (file.isEmpty()) {
      return line;
    }
    List<String> expanded = new ArrayList<>();
    host.readEngineFile(Path.of(file), section)
        .forEach((key, values) -> expanded.addAll(flag(key, values)));
    // The engine's own words, such as `serve` and the model, stay in front.
    int words = 0;
    while (words < rest.size() && !rest.get(words).startsWith("-")) {
      words++;
    }
    expanded.addAll(0, rest.subList(0, words));
    expanded.addAll(rest.subList(words, rest.size()));
    return expanded;
  }

  /// True is the bare flag; false and null leave it out, which is what a bare flag can say.
  private static List<String> flag(String key, List<String> values) {
    if (values.isEmpty() || values.equals(List.of("false"))) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    words.add("--" + key);
    if (!values.equals(List.of("true"))) {
      words.addAll(values);
    }
    return words;
  }

  /// Removes a flag and gives its value, "" where it is missing.
  private static String take(List<String> line, String flag) {
    for (int at = 0; at < line.size(); at++) {
      if (line.get(at).startsWith(flag + "=")) {
        return line.remove(at).substring(flag.length() + 1);
      }
      if (line.get(at).equals(flag) && at + 1 < line.size()) {
        line.remove(at);
        return line.remove(at);
      }
    }
    return "";
  }
}
