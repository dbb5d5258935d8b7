package dev.kneeline.dialect.results;

import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// Looks into nested values, in which anything may be missing.
final class Shapes {

  private Shapes() {}

  /// The entries of an object; none of anything else.
  static SequencedMap<String, Value> entries(Value value) {
    return value instanceof Value.Entries(SequencedMap<String, Value> entries)
        ? entries
        : new LinkedHashMap<>();
  }

  static SequencedMap<String, Value> entries(SequencedMap<String, Value> object, String name) {
    return entries(object.getOrDefault(name, Value.UNSET));
  }

  /// The items of a list; none of anything else.
  static List<Value> items(SequencedMap<String, Value> object, String name) {
    return object.getOrDefault(name, Value.UNSET) instanceof Value.Items(List<Value> items)
        ? items
        : List.of();
  }

  /// A text; empty where there is none.
  static String text(SequencedMap<String, Value> object, String name) {
    return object.getOrDefault(name, Value.UNSET) instanceof Value.Text(String text) ? text : "";
  }

  /// The value at a path of names; of a list the first item.
  static Value at(SequencedMap<String, Value> object, String... path) {
    Value here = new Value.Entries(object);
    for (String name : path) {
      here = first(entries(here).getOrDefault(name, Value.UNSET));
    }
    return here;
  }

  static OptionalDouble number(SequencedMap<String, Value> object, String... path) {
    return Sheet.number(at(object, path));
  }

  private static Value first(Value value) {
    return value instanceof Value.Items(List<Value> items) && !items.isEmpty()
        ? items.getFirst()
        : value;
  }
}
