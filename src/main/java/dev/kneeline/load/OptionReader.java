package dev.kneeline.load;

import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads option values of any spelling (`64` and `"64"` are one) and gathers every problem on the
/// way.
final class OptionReader {

  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  OptionReader(Map<String, Value> given) {
    given.forEach((name, value) -> {
      String key = Names.key(name);
      if (OptionTable.find(key).isEmpty()) {
        problem(key, "unknown option", nearest(key));
      } else if (!value.isUnset()) {
        values.put(key, value);
      }
    });
  }

  List<Problem> problems() {
    return problems;
  }

  /// Options that were given and do nothing here.
  List<LoadOption> withoutEffect() {
    return values.keySet().stream()
        .flatMap(name -> OptionTable.find(name).stream())
        .filter(row -> row.effect() == LoadOption.Effect.NO_EFFECT)
        .toList();
  }

  void problem(String key, String message, String hint) {
    problems.add(new Problem(key, message, hint));
  }

  boolean isGiven(String name) {
    return values.containsKey(name);
  }

  Optional<Value> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The given text or the table's; "" where neither is.
  String text(String name) {
    return value(name).map(Value::spelling).orElseGet(() -> fallback(name));
  }

  Optional<String> someText(String name) {
    return Optional.of(text(name)).filter(Predicate.not(String::isEmpty));
  }

  boolean flag(String name) {
    String text = text(name).strip();
    if (!text.equals("true") && !text.equals("false")) {
      problem(name, "'%s' is neither true nor false".formatted(text), "write true or false");
    }
    return text.equals("true");
  }

  /// A whole number of at least `least` that an `int` can hold.
  int whole(String name, long least) {
    return (int) whole(name, least, Integer.MAX_VALUE);
  }

  long whole(String name, long least, long most) {
    return someWhole(name, least, most).orElse(least);
  }

  OptionalInt someWhole(String name, long least) {
    OptionalLong number = someWhole(name, least, Integer.MAX_VALUE);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  private OptionalLong someWhole(String name, long least, long most) {
    Optional<String> text = someText(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text.get().strip().replace("_", ""));
      if (number >= least && number <= most) {
        return OptionalLong.of(number);
      }
      boolean small = number < least;
      problem(
          name,
          "%d is too %s".formatted(number, small ? "small" : "large"),
          small ? "at least %d".formatted(least) : "at most %d".formatted(most));
    } catch (NumberFormatException notWhole) {
      problem(
          name, "'%s' is not a whole number".formatted(text.get()), "write a number such as 64");
    }
    return OptionalLong.empty();
  }

  OptionalDouble someNumber(String name) {
    Optional<String> text = someText(name);
    return text.isEmpty() ? OptionalDouble.empty() : number(name, text.get());
  }

  /// A time of some months at most.
  Duration seconds(String name) {
    double seconds = someNumber(name).orElse(0);
    if (seconds < 0 || seconds > 1e7) {
      problem(name, "%s is no sensible time".formatted(text(name)), "give seconds");
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /// A number above 0, `inf` included.
  double positive(String name) {
    OptionalDouble number = someNumber(name);
    if (number.isPresent() && !(number.getAsDouble() > 0)) {
      problem(name, "%s is not above 0".formatted(text(name)), "write a number above 0");
      return 1;
    }
    return number.orElse(1);
  }

  /// A list from a list, or from text with commas or blanks between.
  List<String> list(String name) {
    Optional<Value> given = value(name);
    if (given.isPresent() && given.get() instanceof Value.Items(List<Value> items)) {
      return items.stream().map(Value::spelling).toList();
    }
    return List.of(text(name).strip().split("[,\\s]+")).stream()
        .filter(Predicate.not(String::isEmpty))
        .toList();
  }

  /// Words from a list whose items may hold several, with commas or blanks between.
  List<String> words(String name) {
    return list(name).stream()
        .flatMap(item -> Stream.of(item.split("[,\\s]+")))
        .filter(Predicate.not(String::isEmpty))
        .toList();
  }

  /// Pairs from a map, or from items that hold the sign between key and value. Around a colon, as
  /// in `ttft:200`, there is nothing that may hold a blank or a comma, so an item may be several.
  Map<String, String> pairs(String name, char sign) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (value(name).orElse(Value.UNSET) instanceof Value.Entries entries) {
      entries.entries().forEach((key, value) -> pairs.put(key, value.spelling()));
      return pairs;
    }
    for (String item : sign == ':' ? words(name) : items(name)) {
      int at = item.indexOf(sign);
      if (at <= 0) {
        problem(name, "no '%c' in '%s'".formatted(sign, item), "write key%cvalue".formatted(sign));
      } else {
        pairs.put(item.substring(0, at).strip(), item.substring(at + 1).strip());
      }
    }
    return pairs;
  }

  private List<String> items(String name) {
    return value(name).orElse(Value.UNSET) instanceof Value.Text(String one)
        ? List.of(one)
        : list(name);
  }

  OptionalDouble number(String name, String text) {
    String plain = text.strip().toLowerCase(java.util.Locale.ROOT);
    if (plain.equals("inf") || plain.equals("infinity") || plain.equals(".inf")) {
      return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }
    try {
      double number = Double.parseDouble(plain);
      if (Double.isFinite(number)) {
        return OptionalDouble.of(number);
      }
    } catch (NumberFormatException notANumber) {
      // Told below, like NaN.
    }
    problem(name, "'%s' is not a number".formatted(text), "write a number such as 0.5");
    return OptionalDouble.empty();
  }

  private static String fallback(String name) {
    return OptionTable.find(name).orElseThrow().fallback();
  }

  private static String nearest(String key) {
    return Nearest.to(key, OptionTable.names())
        .map("did you mean '%s'?"::formatted)
        .orElse("the options are listed in docs/reference/load.md");
  }
}
