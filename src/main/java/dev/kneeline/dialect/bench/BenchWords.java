package dev.kneeline.dialect.bench;

import dev.kneeline.space.Value;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The words of `bench serve` before anybody parses them.
public final class BenchWords {

  private BenchWords() {}

  /// Spells option names with dashes, as vLLM's parser does: `--random_input_len=8` is understood.
  public static List<String> dashed(List<String> arguments) {
    List<String> spelled = new ArrayList<>();
    for (String argument : arguments) {
      int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
      spelled.add(
          argument.startsWith("--")
              ? argument.substring(0, end).replace('_', '-') + argument.substring(end)
              : argument);
    }
    return spelled;
  }

  /// Runs a command line that leaves nothing to explain, without the parser that explains.
  ///
  /// @param words what follows `bench serve`
  /// @param terminal whether `err` is one, so that a progress line may be rewritten in place
  /// @return the exit code; empty where the words are for [BenchServe#command], and nothing was
  ///   done
  public static OptionalInt runPlain(
      List<String> words, PrintWriter out, PrintWriter err, boolean terminal) {
    Optional<Map<String, Value>> values = PlainWords.read(dashed(words));
    return values.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(new BenchRun(out, err, terminal).run(values.get()));
  }
}
