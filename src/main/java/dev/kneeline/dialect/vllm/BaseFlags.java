package dev.kneeline.dialect.vllm;

import dev.kneeline.engine.FlagStyle;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// What a command says of the parameters that rows vary, taken out of its words whatever their
/// spelling and form, so that one normalised value can take its place: `--max_num_seqs 64`,
/// `--max-num-seqs=64`, repeated or not, `--no-x`, `-tp 4`.
///
/// @param words what is left of the command
/// @param values what it said, by canonical name; the last one where it said several
record BaseFlags(List<String> words, SequencedMap<String, Value> values) {

  /// What follows a flag, as the values of the rows tell.
  enum Shape {
    /// Nothing, or the word true or false.
    SWITCH,
    /// One word; further ones only if they are numbers, which no server takes by position.
    SCALAR,
    /// Every word up to the next flag.
    LIST
  }

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(\\d+\\.\\d*|\\.\\d+|\\d+)([eE][-+]?\\d{1,3})?");

  /// A flag as it was written.
  ///
  /// @param name canonical
  /// @param inline what stands behind its `=`
  private record Written(String name, boolean negated, Optional<String> inline) {}

  /// @param words the engine's own words
  /// @param varied by canonical name
  static BaseFlags of(List<String> words, FlagStyle style, Map<String, Shape> varied) {
    List<String> rest = new ArrayList<>();
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    int index = 0;
    while (index < words.size()) {
      Optional<Written> found = written(words.get(index), style, varied);
      if (found.isEmpty()) {
        rest.add(words.get(index));
        index++;
        continue;
      }
      Written flag = found.get();
      Shape shape = varied.getOrDefault(flag.name(), Shape.SCALAR);
      List<String> following =
          flag.inline().isPresent()
              ? List.of(flag.inline().get())
              : following(words.subList(index + 1, words.size()), shape);
      index += 1 + (flag.inline().isPresent() ? 0 : following.size());
      Value value = value(flag.negated(), following, shape);
      values.merge(
          flag.name(), value, shape == Shape.LIST ? BaseFlags::joined : (old, last) -> last);
    }
    return new BaseFlags(List.copyOf(rest), values);
  }

  /// Flags of the command that are keys of one of these: `cfg.x` of `cfg`.
  static SequencedSet<String> keysOf(
      SequencedSet<String> maps, List<String> words, FlagStyle style) {
    SequencedSet<String> keys = new LinkedHashSet<>();
    for (String word : words) {
      Matchable flag = matchable(word);
      String name = style.canonical(flag.body());
      int dot = name.indexOf('.');
      if (flag.dashes() == 2 && dot > 0 && maps.contains(name.substring(0, dot))) {
        keys.add(name);
      }
    }
    return keys;
  }

  /// A word of a command as a value: a number where it is one, with its spelling.
  static Value scalar(String text) {
    if (WHOLE.matcher(text).matches()) {
      return new Value.Whole(Long.parseLong(text), text);
    }
    return DECIMAL.matcher(text).matches()
        ? new Value.Real(new BigDecimal(text), text)
        : Value.of(text);
  }

  private record Matchable(int dashes, String body, Optional<String> inline) {}

  private static Matchable matchable(String word) {
    int dashes = word.startsWith("--") ? 2 : word.startsWith("-") ? 1 : 0;
    int equals = word.indexOf('=');
    String body = word.substring(dashes, equals < 0 ? word.length() : equals);
    return new Matchable(
        dashes, body, equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1)));
  }

  private static Optional<Written> written(
      String word, FlagStyle style, Map<String, Shape> varied) {
    Matchable flag = matchable(word);
    boolean shortForm = flag.dashes() == 1 && style.aliases().containsKey(flag.body());
    if (flag.dashes() == 0 || (flag.dashes() == 1 && !shortForm) || flag.body().isEmpty()) {
      return Optional.empty();
    }
    String name = style.canonical(flag.body());
    if (varied.containsKey(name)) {
      return Optional.of(new Written(name, false, flag.inline()));
    }
    String positive = name.startsWith("no-") ? style.canonical(name.substring(3)) : "";
    return varied.containsKey(positive)
        ? Optional.of(new Written(positive, true, flag.inline()))
        : Optional.empty();
  }

  private static List<String> following(List<String> words, Shape shape) {
    int count = 0;
    while (count < words.size() && belongs(words.get(count), count, shape)) {
      count++;
    }
    return List.copyOf(words.subList(0, count));
  }

  private static boolean belongs(String word, int before, Shape shape) {
    boolean number = DECIMAL.matcher(word).matches();
    return switch (shape) {
      case SWITCH -> before == 0 && isTruth(word);
      case SCALAR -> number || (before == 0 && !word.startsWith("-"));
      case LIST -> number || !word.startsWith("-");
    };
  }

  private static boolean isTruth(String word) {
    return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
  }

  private static Value value(boolean negated, List<String> words, Shape shape) {
    if (words.isEmpty()) {
      return Value.of(!negated);
    }
    if (shape == Shape.SWITCH && isTruth(words.getFirst())) {
      return Value.of(Boolean.parseBoolean(words.getFirst()) != negated);
    }
    return words.size() == 1 && shape != Shape.LIST
        ? scalar(words.getFirst())
        : new Value.Items(words.stream().map(BaseFlags::scalar).toList());
  }

  private static Value joined(Value one, Value other) {
    List<Value> all = new ArrayList<>();
    for (Value each : List.of(one, other)) {
      if (each instanceof Value.Items(List<Value> items)) {
        all.addAll(items);
      } else {
        all.add(each);
      }
    }
    return new Value.Items(all);
  }
}
