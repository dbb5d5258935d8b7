package dev.kneeline.store;

import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Values as JSON and back, such that what is read equals what was written in type, order and
/// spelling: `0.90` stays `0.90`, the text `"64"` stays a text.
///
/// JSON has no way to write `0x40` or `1_000`. Such a number becomes `{"$spelling": "0x40",
/// "$number": 64}`; a map of the user's that has a key in `$` is wrapped as `{"$entries": {...}}`,
/// so that the two cannot be mistaken for one another.
public final class Json {

  private static final String SPELLING = "$spelling";
  private static final String NUMBER = "$number";
  private static final String ENTRIES = "$entries";
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

  /// A map shorter than this stands on one line.
  private static final int LINE = 80;

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final JsonFactory TRUSTING =
      JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

  private Json() {}

  /// @throws IllegalArgumentException for anything but one JSON value, saying where it breaks
  public static Value read(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
      Value value = value(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("there is text behind the JSON value");
      }
      return value;
    } catch (JacksonException malformed) {
      throw invalid(malformed);
    }
  }

  /// A parser for files of our own making, in which no key stands twice.
  static JsonParser parser(byte[] utf8) {
    return TRUSTING.createParser(ObjectReadContext.empty(), utf8);
  }

  static IllegalArgumentException invalid(JacksonException malformed) {
    return new IllegalArgumentException(
        "no valid JSON at line %d: %s"
            .formatted(malformed.getLocation().getLineNr(), malformed.getOriginalMessage()),
        malformed);
  }

  public static Value read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /// One line without blanks.
  public static String compact(Value value) {
    return tagged(value).json();
  }

  /// Indented by two, short maps and lists on one line, a line feed at the end.
  public static String pretty(Value value) {
    StringBuilder text = new StringBuilder();
    write(text, tagged(value), 0);
    return text.append('\n').toString();
  }

  private static void write(StringBuilder text, Value value, int indent) {
    String line = value.json();
    boolean fits = line.length() + indent <= LINE && indent > 0;
    switch (value) {
      case Value.Entries(SequencedMap<String, Value> entries) when !fits && !entries.isEmpty() -> {
        List<String> keys = List.copyOf(entries.sequencedKeySet());
        open(
            text,
            '{',
            keys.size(),
            indent,
            index -> {
              text.append(Value.of(keys.get(index)).json()).append(": ");
              write(text, entries.getOrDefault(keys.get(index), Value.UNSET), indent + 2);
            });
        text.append('}');
      }
      case Value.Items(List<Value> items) when !fits && !items.isEmpty() -> {
        open(text, '[', items.size(), indent, index -> write(text, items.get(index), indent + 2));
        text.append(']');
      }
      case Value.Entries(SequencedMap<String, Value> entries) ->
          text.append(
              entries.entrySet().stream()
                  .map(entry -> Value.of(entry.getKey()).json() + ": " + entry.getValue().json())
                  .collect(Collectors.joining(", ", "{", "}")));
      case Value.Items(List<Value> items) ->
          text.append(items.stream().map(Value::json).collect(Collectors.joining(", ", "[", "]")));
      case Value.Text _, Value.Whole _, Value.Real _, Value.Flag _, Value.Unset _ ->
          text.append(line);
    }
  }

  private static void open(
      StringBuilder text, char bracket, int size, int indent, IntConsumer each) {
    text.append(bracket);
    for (int index = 0; index < size; index++) {
      text.append(index == 0 ? "\n" : ",\n").append(" ".repeat(indent + 2));
      each.accept(index);
    }
    text.append('\n').append(" ".repeat(indent));
  }

  private static Value tagged(Value value) {
    return switch (value) {
      case Value.Whole whole -> spelled(whole, whole.spelling());
      case Value.Real real -> spelled(real, real.spelling());
      case Value.Items(List<Value> items) ->
          new Value.Items(items.stream().map(Json::tagged).toList());
      case Value.Entries(SequencedMap<String, Value> entries) -> tagged(entries);
      case Value.Text _, Value.Flag _, Value.Unset _ -> value;
    };
  }

  private static Value tagged(SequencedMap<String, Value> entries) {
    SequencedMap<String, Value> tagged = new LinkedHashMap<>();
    entries.forEach((key, entry) -> tagged.put(key, tagged(entry)));
    boolean ambiguous = entries.keySet().stream().anyMatch(key -> key.startsWith("$"));
    Value map = new Value.Entries(tagged);
    return ambiguous ? new Value.Entries(new LinkedHashMap<>(Map.of(ENTRIES, map))) : map;
  }

  private static Value spelled(Value number, String spelling) {
    String json = number.json();
    if (json.equals(spelling)) {
      return number;
    }
    SequencedMap<String, Value> tag = new LinkedHashMap<>();
    tag.put(SPELLING, Value.of(spelling));
    tag.put(NUMBER, number(json));
    return new Value.Entries(tag);
  }

  /// The value that begins with the token.
  static Value value(JsonParser parser, @Nullable JsonToken token) {
    if (token == null) {
      throw new IllegalArgumentException("the JSON text ends too early");
    }
    return switch (token) {
      case VALUE_STRING -> new Value.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
      case VALUE_TRUE -> new Value.Flag(true);
      case VALUE_FALSE -> new Value.Flag(false);
      case VALUE_NULL -> Value.UNSET;
      case START_ARRAY -> items(parser);
      case START_OBJECT -> object(parser);
      case END_ARRAY, END_OBJECT, NOT_AVAILABLE, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalArgumentException("unexpected JSON token " + token);
    };
  }

  private static Value items(JsonParser parser) {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(parser, token));
    }
    return new Value.Items(items);
  }

  private static Value object(JsonParser parser) {
    String first = parser.nextName();
    if (ENTRIES.equals(first)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("'%s' holds no map".formatted(ENTRIES));
      }
      Value wrapped = new Value.Entries(entries(parser, parser.nextName()));
      if (parser.nextName() != null) {
        throw new IllegalArgumentException("'%s' stands alone".formatted(ENTRIES));
      }
      return wrapped;
    }
    SequencedMap<String, Value> entries = entries(parser, first);
    return SPELLING.equals(first) ? spelled(entries) : new Value.Entries(entries);
  }

  private static SequencedMap<String, Value> entries(JsonParser parser, @Nullable String first) {
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    for (String name = first; name != null; name = parser.nextName()) {
      entries.put(name, value(parser, parser.nextToken()));
    }
    return entries;
  }

  private static Value spelled(SequencedMap<String, Value> tag) {
    String spelling = tag.getOrDefault(SPELLING, Value.UNSET).spelling();
    return switch (tag.getOrDefault(NUMBER, Value.UNSET)) {
      case Value.Whole whole -> new Value.Whole(whole.number(), spelling);
      case Value.Real real -> new Value.Real(real.number(), spelling);
      case Value.Text _, Value.Flag _, Value.Unset _, Value.Items _, Value.Entries _ ->
          throw new IllegalArgumentException("'%s' without a '%s'".formatted(SPELLING, NUMBER));
    };
  }

  private static Value number(String text) {
    if (WHOLE.matcher(text).matches()) {
      try {
        return new Value.Whole(Long.parseLong(text), text);
      } catch (NumberFormatException tooLarge) {
        return new Value.Real(new BigDecimal(text), text);
      }
    }
    return new Value.Real(new BigDecimal(text), text);
  }
}
