package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Options of tests, written as names and values in turn, of which the later ones win, and the
/// small load that most of them apply: six requests of four tokens for two, two at a time.
final class Loads {

  private Loads() {}

  static Map<String, Value> values(String... pairs) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], Value.of(pairs[i + 1]));
    }
    return values;
  }

  static LoadOptions options(String... pairs) {
    return LoadOptions.of(values(pairs));
  }

  static LoadOptions options(FaultServer server, String... more) {
    String[] small = {
      "port", "" + server.port(),
      "model", "m",
      "num-prompts", "6",
      "max-concurrency", "2",
      "random-input-len", "4",
      "random-output-len", "2"
    };
    return options(joined(small, more));
  }

  static LoadResult run(FaultServer server, String... more) throws LoadException {
    return LoadRun.execute(options(server, more), LoadListener.none());
  }

  static String[] joined(String[] first, String... more) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
