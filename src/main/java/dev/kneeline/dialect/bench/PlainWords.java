package dev.kneeline.dialect.bench;

import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a command line that leaves nothing to explain: every word is a known option, given once,
/// or its value. Loading and setting up the parser of all other command lines takes as long as half
/// of what stands between the command and its first request, so a load that can do without it does.
///
/// Whatever is not plain (help, a word unknown, twice, or missing) is left to that parser, and what
/// is read here reads there alike: `--seed 3 --ignore-eos` gives seed "3", ignore-eos "true".
final class PlainWords {

  private final List<String> words;
  private final Map<String, LoadOption> known = new HashMap<>();
  private final Map<String, Value> values = new LinkedHashMap<>();
  private int at;

  private PlainWords(List<String> words) {
    this.words = words;
    for (LoadOption row : LoadOptions.names()) {
      known.put("--" + row.name(), row);
    }
  }

  /// @param words what follows `bench serve`, spelled with dashes
  /// @return the options by name, in their order; empty where another has to read the words
  static Optional<Map<String, Value>> read(List<String> words) {
    PlainWords plain = new PlainWords(words);
    while (plain.at < words.size()) {
      if (!plain.option()) {
        return Optional.empty();
      }
    }
    return Optional.of(plain.values);
  }

  /// Reads one option and what belongs to it; false where that is not plain.
  private boolean option() {
    String word = words.get(at++);
    int equals = word.indexOf('=');
    LoadOption row = known.get(equals < 0 ? word : word.substring(0, equals));
    if (row == null || values.containsKey(row.name())) {
      return false;
    }
    Optional<Value> value =
        equals >= 0 ? attached(row, word.substring(equals + 1)) : following(row);
    value.ifPresent(given -> values.put(row.name(), given));
    return value.isPresent() && (at == words.size() || words.get(at).startsWith("--"));
  }

  private static Optional<Value> attached(LoadOption row, String text) {
    return text.isEmpty() || row.kind() == LoadOption.Kind.PAIRS
        ? Optional.empty()
        : Optional.of(Value.of(text));
  }

  private Optional<Value> following(LoadOption row) {
    if (row.kind() == LoadOption.Kind.PAIRS) {
      List<Value> items = new ArrayList<>();
      while (hasValue()) {
        items.add(Value.of(words.get(at++)));
      }
      return items.isEmpty() ? Optional.empty() : Optional.of(new Value.Items(items));
    }
    if (hasValue()) {
      return Optional.of(Value.of(words.get(at++)));
    }
    boolean mayLack =
        row.kind() == LoadOption.Kind.FLAG || row.effect() == LoadOption.Effect.NO_EFFECT;
    return mayLack ? Optional.of(Value.of("true")) : Optional.empty();
  }

  /// The next word is a value beyond doubt: no option, no negative number, no file of words.
  private boolean hasValue() {
    if (at == words.size()) {
      return false;
    }
    String next = words.get(at);
    return !next.isEmpty() && next.charAt(0) != '-' && next.charAt(0) != '@';
  }
}
