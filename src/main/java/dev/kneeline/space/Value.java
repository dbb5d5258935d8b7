package dev.kneeline.space;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A parameter's value, whose type survives from the file to the flag.
///
/// A number keeps the spelling of its source, yet its identity is numeric: 0.90 equals 0.9 and 1
/// equals 1.0, while the text "1" equals neither.
public sealed interface Value {

  /// Characters as they are.
  record Text(String text) implements Value {}

  /// A whole number and how a person wrote it.
  record Whole(long number, String spelling) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Value value && Numbers.same(this, value);
    }

    @Override
    public int hashCode() {
      return Double.hashCode(number);
    }
  }

  /// A decimal number and how a person wrote it.
  record Real(BigDecimal number, String spelling) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof Value value && Numbers.same(this, value);
    }

    @Override
    public int hashCode() {
      return Numbers.hash(number);
    }
  }

  /// A switch.
  record Flag(boolean on) implements Value {}

  /// A list.
  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A map; its order is kept for display and is no part of its identity.
  record Entries(SequencedMap<String, Value> entries) implements Value {
    public Entries {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }
  }

  /// No value at all: the flag is absent. YAML and JSON write it null.
  record Unset() implements Value {}

  /// The one absent value.
  Value UNSET = new Unset();

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long number) {
    return new Whole(number, Long.toString(number));
  }

  /// A decimal number in its shortest spelling; infinity becomes the text `inf`, as load generators
  /// spell it.
  ///
  /// @throws IllegalArgumentException for a number that is none
  static Value of(double number) {
    if (Double.isNaN(number)) {
      throw new IllegalArgumentException("not a number (NaN) cannot be a value");
    }
    if (Double.isInfinite(number)) {
      return new Text(number > 0 ? "inf" : "-inf");
    }
    return new Real(BigDecimal.valueOf(number), Double.toString(number));
  }

  static Value of(BigDecimal number) {
    return new Real(number, number.toPlainString());
  }

  static Value of(boolean on) {
    return new Flag(on);
  }

  /// As a person wrote it; lists and maps as compact JSON, an absent value as `null`.
  default String spelling() {
    return switch (this) {
      case Text(String text) -> text;
      case Whole(long _, String spelling) -> spelling;
      case Real(BigDecimal _, String spelling) -> spelling;
      case Flag(boolean on) -> Boolean.toString(on);
      case Items items -> items.json();
      case Entries entries -> entries.json();
      case Unset() -> "null";
    };
  }

  /// Compact JSON that keeps the spelling of numbers as far as JSON can write it.
  default String json() {
    return switch (this) {
      case Text(String text) -> Json.quote(text);
      case Whole whole -> Numbers.json(whole.spelling(), Long.toString(whole.number()));
      case Real real -> Numbers.json(real.spelling(), real.number().toString());
      case Flag(boolean on) -> Boolean.toString(on);
      case Items(List<Value> items) ->
          items.stream().map(Value::json).collect(Collectors.joining(",", "[", "]"));
      case Entries(SequencedMap<String, Value> entries) -> Json.object(entries, Value::json);
      case Unset() -> "null";
    };
  }

  /// The text of the value's identity: equal values have equal texts, and unequal values unequal
  /// ones.
  default String canonical() {
    return switch (this) {
      case Text(String text) -> Json.quote(text);
      case Whole(long number, String _) -> Long.toString(number);
      case Real(BigDecimal number, String _) -> Numbers.canonical(number);
      case Flag(boolean on) -> Boolean.toString(on);
      case Items(List<Value> items) ->
          items.stream().map(Value::canonical).collect(Collectors.joining(",", "[", "]"));
      case Entries(SequencedMap<String, Value> entries) ->
          Json.object(new TreeMap<>(entries), Value::canonical);
      case Unset() -> "null";
    };
  }

  default boolean isUnset() {
    return this instanceof Unset;
  }
}
