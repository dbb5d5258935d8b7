package dev.kneeline.sweep;

import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What does not vary in a kept question: the constant parameters, and the flags of the commands
/// that the user wrote.
///
/// A command's words are read as most programs read them: `--name value`, `--name=value`, and
/// `--name` alone, which is true. A word that a parameter fills is no constant.
final class KeptConstants {

  private final SequencedMap<String, Value> constants = new LinkedHashMap<>();

  private KeptConstants() {}

  static SequencedMap<String, Value> of(SequencedMap<String, Value> question) {
    KeptConstants kept = new KeptConstants();
    SequencedMap<String, Value> subject = entries(question, "subject");
    SequencedMap<String, Value> measurement = entries(question, "measurement");
    kept.addAll("server.", entries(subject, "parameters"));
    kept.addFlags("server.", words(subject));
    kept.addAll("env.", entries(subject, "environment"));
    kept.addAll("load.", entries(measurement, "options"));
    kept.addFlags("load.", words(measurement));
    return kept.constants;
  }

  private void addAll(String prefix, SequencedMap<String, Value> values) {
    values.forEach((name, value) -> add(prefix + name, value));
  }

  private void addFlags(String prefix, List<String> words) {
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      if (!isFlag(word)) {
        continue;
      }
      String flag = word.replaceFirst("^-+", "");
      int equals = flag.indexOf('=');
      if (equals > 0) {
        add(prefix + flag.substring(0, equals), value(flag.substring(equals + 1)));
      } else if (index + 1 < words.size() && !isFlag(words.get(index + 1))) {
        add(prefix + flag, value(words.get(index + 1)));
      } else {
        add(prefix + flag, Value.of(true));
      }
    }
  }

  private void add(String name, Value value) {
    if (!value.isUnset() && !value.spelling().contains("{")) {
      constants.putIfAbsent(Names.key(name), value);
    }
  }

  private static Value value(String word) {
    if (word.matches("-?\\d{1,18}")) {
      return new Value.Whole(Long.parseLong(word), word);
    }
    return word.matches("-?\\d{1,18}\\.\\d{1,18}")
        ? new Value.Real(new BigDecimal(word), word)
        : Value.of(word);
  }

  private static boolean isFlag(String word) {
    return word.matches("--?[A-Za-z][^ ]*");
  }

  private static List<String> words(SequencedMap<String, Value> section) {
    return section.getOrDefault("command", Value.UNSET) instanceof Value.Items(List<Value> words)
        ? words.stream().map(Value::spelling).toList()
        : List.of();
  }

  private static SequencedMap<String, Value> entries(SequencedMap<String, Value> map, String key) {
    return map.getOrDefault(key, Value.UNSET)
            instanceof Value.Entries(SequencedMap<String, Value> entries)
        ? entries
        : new LinkedHashMap<>();
  }
}
