package dev.kneeline.cli;

import dev.kneeline.plan.ShellText;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The load of a stored run as a command that puts it on a server again.
final class LoadText {

  private static final Pattern PORT = Pattern.compile("--port[= ](\\d+)");

  private LoadText() {}

  /// `kneeline bench serve --port 8000 --max-concurrency 4 ...`, or the words of an external
  /// benchmark; empty where the run does not tell.
  ///
  /// @param load what `run.json` has under `load`
  /// @param seed the run's
  /// @param server the server's command, which names its port
  static String of(SequencedMap<String, Value> load, String seed, String server) {
    if (load.get("command") instanceof Value.Items(List<Value> words)) {
      return ShellText.join(words.stream().map(Value::spelling).toList());
    }
    SequencedMap<String, Value> options = StudyFiles.entries(load, "options");
    if (options.isEmpty()) {
      return "";
    }
    List<String> words = new ArrayList<>(List.of("kneeline", "bench", "serve"));
    Matcher port = PORT.matcher(server);
    if (port.find()) {
      words.addAll(List.of("--port", port.group(1)));
    }
    options.forEach((name, value) -> add(words, name, value));
    if (!seed.isEmpty() && !options.containsKey("seed")) {
      words.addAll(List.of("--seed", seed));
    }
    return ShellText.join(words);
  }

  private static void add(List<String> words, String name, Value value) {
    switch (value) {
      case Value.Flag(boolean on) -> {
        if (on) {
          words.add("--" + name);
        }
      }
      case Value.Items(List<Value> items) ->
          words.addAll(
              List.of(
                  "--" + name,
                  items.stream().map(Value::spelling).collect(Collectors.joining(","))));
      case Value.Entries entries -> words.addAll(List.of("--" + name, entries.json()));
      case Value.Text text -> words.addAll(List.of("--" + name, text.text()));
      case Value.Whole whole -> words.addAll(List.of("--" + name, whole.spelling()));
      case Value.Real real -> words.addAll(List.of("--" + name, real.spelling()));
      case Value.Unset _ -> {}
    }
  }
}
