package dev.kneeline.store;

import dev.kneeline.space.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// The keys of a JSON object: put in one by one to write it, asked for by type to read it.
///
/// Asking for a key that is not there, or is of another type, throws an [IllegalArgumentException]
/// which names it: a damaged file is reported by what is wrong with it.
final class Fields {

  private final SequencedMap<String, Value> entries;

  Fields() {
    this(new LinkedHashMap<>());
  }

  private Fields(SequencedMap<String, Value> entries) {
    this.entries = entries;
  }

  static Fields of(Value value) {
    if (value instanceof Value.Entries(SequencedMap<String, Value> entries)) {
      return new Fields(entries);
    }
    throw new IllegalArgumentException("a JSON object was expected");
  }

  Fields put(String key, Value value) {
    entries.put(key, value);
    return this;
  }

  Fields put(String key, String text) {
    return put(key, Value.of(text));
  }

  Fields put(String key, long number) {
    return put(key, Value.of(number));
  }

  Fields put(String key, double number) {
    return put(key, Value.of(number));
  }

  Fields put(String key, boolean on) {
    return put(key, Value.of(on));
  }

  Fields put(String key, Instant at) {
    return put(key, at.toString());
  }

  Fields put(String key, List<String> texts) {
    return put(key, new Value.Items(texts.stream().map(Value::of).toList()));
  }

  Value value() {
    return new Value.Entries(entries);
  }

  Value value(String key) {
    return entries.getOrDefault(key, Value.UNSET);
  }

  String text(String key) {
    if (value(key) instanceof Value.Text(String text)) {
      return text;
    }
    throw wrong(key, "a text");
  }

  /// A text that may be left out.
  String textOr(String key, String otherwise) {
    return value(key).isUnset() ? otherwise : text(key);
  }

  long whole(String key) {
    if (value(key) instanceof Value.Whole whole) {
      return whole.number();
    }
    throw wrong(key, "a whole number");
  }

  int count(String key) {
    long number = whole(key);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw wrong(key, "a count");
    }
    return (int) number;
  }

  double real(String key) {
    return switch (value(key)) {
      case Value.Whole whole -> whole.number();
      case Value.Real real -> real.number().doubleValue();
      case Value.Text _, Value.Flag _, Value.Unset _, Value.Items _, Value.Entries _ ->
          throw wrong(key, "a number");
    };
  }

  boolean flag(String key) {
    if (value(key) instanceof Value.Flag(boolean on)) {
      return on;
    }
    throw wrong(key, "true or false");
  }

  Instant instant(String key) {
    try {
      return Instant.parse(text(key));
    } catch (DateTimeException malformed) {
      throw wrong(key, "a time such as 2026-01-31T12:00:00Z");
    }
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    String text = text(key);
    for (E constant : type.getEnumConstants()) {
      if (name(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("'%s' is the unknown '%s'".formatted(key, text));
  }

  Fields object(String key) {
    if (value(key) instanceof Value.Entries(SequencedMap<String, Value> object)) {
      return new Fields(object);
    }
    throw wrong(key, "an object");
  }

  List<Value> items(String key) {
    if (value(key) instanceof Value.Items(List<Value> items)) {
      return items;
    }
    throw wrong(key, "a list");
  }

  SequencedMap<String, Value> entries() {
    return entries;
  }

  boolean has(String key) {
    return !value(key).isUnset();
  }

  /// How an enum constant is spelled in files: `OUT_OF_MEMORY_AT_LOAD` is `out_of_memory_at_load`.
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException wrong(String key, String expected) {
    return new IllegalArgumentException("'%s' is missing or is not %s".formatted(key, expected));
  }
}
