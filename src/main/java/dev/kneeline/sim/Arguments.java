package dev.kneeline.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A parsed command line: flags by name, and the words without a flag.
///
/// The last of several equal flags wins, as in the engines.
final class Arguments {

  private final Map<Flag, List<String>> values = new LinkedHashMap<>();
  private final List<String> words = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final Set<String> faults = new LinkedHashSet<>();
  private final Set<String> notes = new LinkedHashSet<>();

  private static final Pattern LEVEL = Pattern.compile("-O\\d");

  private static final Optional<Flag> NO_FLAG = Optional.empty();

  private Arguments() {}

  static Arguments parse(List<String> line, FlagTable table) {
    Arguments parsed = new Arguments();
    int at = 0;
    while (at < line.size()) {
      at =
          line.get(at).startsWith("-") && line.get(at).length() > 1
              ? parsed.flag(line, at, table)
              : parsed.word(line.get(at), at);
    }
    return parsed;
  }

  /// The words without a flag, such as `serve` and the model.
  List<String> words() {
    return words;
  }

  /// Every flag given, with its values.
  Map<Flag, List<String>> flags() {
    return values;
  }

  /// What no table knows, as it was written.
  List<String> unknown() {
    return unknown;
  }

  /// Values of the wrong shape, one sentence each, in the engines' words.
  List<String> faults() {
    return List.copyOf(faults);
  }

  /// For the person who started the server.
  List<String> notes() {
    return List.copyOf(notes);
  }

  void note(String text) {
    notes.add(text);
  }

  /// The members of a flag that takes an object, as JSON (`--a '{"b": 1}'`) or one by one (`--a.b
  /// 1`); none where it is missing. Values are texts.
  Map<String, String> members(String name) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String text : texts(name)) {
      if (!text.startsWith("{")) {
        String[] pair = text.split("=", 2);
        members.put(pair[0].replace('-', '_'), pair.length == 2 ? pair[1] : "");
        continue;
      }
      try {
        Json.read(text.getBytes(StandardCharsets.UTF_8))
            .forEachEntry((key, value) ->
                members.put(key, value.isString() ? value.stringValue() : value.toString()));
      } catch (ApiError noObject) {
        faults.add(
            "argument --%s: Value %s cannot be converted to <function loads>."
                .formatted(name, text));
      }
    }
    return members;
  }

  Optional<String> text(String name) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(entry -> entry.getValue().getFirst())
        .findFirst();
  }

  /// Every value of a list, or none.
  List<String> texts(String name) {
    return values.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .flatMap(entry -> entry.getValue().stream())
        .toList();
  }

  boolean on(String name) {
    return on(name, false);
  }

  boolean on(String name, boolean otherwise) {
    return text(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /// Notes that a flag's value will not do, and goes on with another.
  <T> T fault(String name, String why, T otherwise) {
    faults.add("argument --%s: %s".formatted(name, why));
    return otherwise;
  }

  int whole(String name, int otherwise) {
    return read(name, "int", text -> Math.toIntExact(wholeNumber(text)), otherwise);
  }

  double real(String name, double otherwise) {
    return read(name, "float", Double::parseDouble, otherwise);
  }

  /// A value of a form of its own; a wrong one becomes a fault and the default.
  <T> T read(String name, String type, Function<String, T> reader, T otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return reader.apply(text.get());
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      faults.add("argument --%s: invalid %s value: '%s'".formatted(name, type, text.get()));
      return otherwise;
    }
  }

  /// Whole numbers with vLLM's suffixes: `1k` is 1,000, `1K` is 1,024, `25.6k` is 25,600.
  static long wholeNumber(String text) {
    if (text.isEmpty()) {
      throw new NumberFormatException("empty");
    }
    double scale =
        switch (text.charAt(text.length() - 1)) {
          case 'k' -> 1e3;
          case 'K' -> 1 << 10;
          case 'm' -> 1e6;
          case 'M' -> 1 << 20;
          case 'g' -> 1e9;
          case 'G' -> 1 << 30;
          default -> 0;
        };
    return scale == 0
        ? Long.parseLong(text)
        : Math.round(Double.parseDouble(text.substring(0, text.length() - 1)) * scale);
  }

  private int word(String word, int at) {
    words.add(word);
    return at + 1;
  }

  private int flag(List<String> line, int at, FlagTable table) {
    String written = line.get(at);
    int equals = written.indexOf('=');
    String dashed = equals < 0 ? written : written.substring(0, equals);
    String name = dashed.substring(dashed.startsWith("--") ? 2 : 1);
    int dot = name.indexOf('.');
    String plain = dot < 0 ? name : name.substring(0, dot);
    Optional<Flag> known =
        table.find(plain).or(() -> written.startsWith("--") ? table.complete(plain) : NO_FLAG);
    if (known.isEmpty()) {
      return LEVEL.matcher(written).matches() && table.find("O").isPresent()
          ? level(table.find("O").orElseThrow(), written, at)
          : negated(line, at, name, table);
    }
    Flag flag = known.get();
    if (dot >= 0) {
      return member(flag, name.substring(dot + 1), line, at);
    }
    if (equals >= 0) {
      put(flag, List.of(written.substring(equals + 1)));
      return at + 1;
    }
    return switch (flag.kind()) {
      case SWITCH -> {
        put(flag, List.of("true"));
        yield at + 1;
      }
      case LIST -> list(flag, line, at);
      case WHOLE, REAL, TEXT -> {
        if (at + 1 >= line.size()) {
          faults.add("argument --%s: expected one argument".formatted(flag.name()));
          yield at + 1;
        }
        put(flag, List.of(line.get(at + 1)));
        yield at + 2;
      }
    };
  }

  /// `-O3` is `-O 3`.
  private int level(Flag flag, String written, int at) {
    put(flag, List.of(written.substring(2)));
    return at + 1;
  }

  /// One member of a flag that takes an object; members add up.
  private int member(Flag flag, String member, List<String> line, int at) {
    int equals = line.get(at).indexOf('=');
    if (equals < 0 && at + 1 >= line.size()) {
      faults.add("argument --%s.%s: expected one argument".formatted(flag.name(), member));
      return at + 1;
    }
    String value = equals < 0 ? line.get(at + 1) : line.get(at).substring(equals + 1);
    List<String> members = new ArrayList<>(texts(flag.name()));
    members.add(member + "=" + value);
    put(flag, members);
    return equals < 0 ? at + 2 : at + 1;
  }

  private int list(Flag flag, List<String> line, int at) {
    int end = at + 1;
    while (end < line.size() && !line.get(end).startsWith("--")) {
      end++;
    }
    if (end == at + 1) {
      faults.add("argument --%s: expected at least one argument".formatted(flag.name()));
    } else {
      put(flag, List.copyOf(line.subList(at + 1, end)));
    }
    return end;
  }

  private int negated(List<String> line, int at, String name, FlagTable table) {
    Optional<Flag> positive =
        name.startsWith("no-") || name.startsWith("no_")
            ? table.find(name.substring(3)).filter(flag -> flag.kind() == Flag.Kind.SWITCH)
            : Optional.empty();
    if (positive.isPresent()) {
      put(positive.get(), List.of("false"));
      return at + 1;
    }
    unknown.add(line.get(at));
    int next = at + 1;
    while (next < line.size() && !line.get(next).startsWith("-")) {
      unknown.add(line.get(next++));
    }
    return next;
  }

  private void put(Flag flag, List<String> given) {
    values.remove(flag);
    values.put(flag, given);
    if (flag.kind() == Flag.Kind.WHOLE) {
      read(flag.name(), "int", Arguments::wholeNumber, 0L);
    } else if (flag.kind() == Flag.Kind.REAL) {
      read(flag.name(), "float", Double::parseDouble, 0.0);
    }
    given.stream()
        .filter(value -> !flag.allows(value))
        .forEach(value ->
            faults.add(
                "argument --%s: invalid choice: '%s' (choose from %s)"
                    .formatted(flag.name(), value, String.join(", ", flag.choices()))));
  }
}
