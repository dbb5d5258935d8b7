package dev.kneeline.sweep;

import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A piece of a YAML text that knows where it stands. Anchors are resolved and merges done.
public sealed interface Node {

  /// Where it begins; as long as it is, if it ends on the same line.
  Span span();

  /// A single value.
  ///
  /// @param value by YAML's core schema; an unquoted `{mem}` is the text `{mem}`
  /// @param text as it was written, without quotes
  record Scalar(Span span, Value value, String text) implements Node {}

  /// A list.
  record Sequence(Span span, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A map in the order of the text.
  record Mapping(Span span, List<Entry> entries) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /// The value of a key, in either spelling of its words: `run_timeout` is `run-timeout`.
    public Optional<Node> find(String key) {
      return entries.stream()
          .filter(entry -> entry.name().equals(key))
          .map(Entry::value)
          .findFirst();
    }
  }

  /// A key and its value.
  record Entry(Scalar key, Node value) {

    /// The key with `-` between its words.
    public String name() {
      return key.text().replace('_', '-');
    }
  }

  /// What it means as a parameter's value.
  default Value value() {
    return switch (this) {
      case Scalar scalar -> scalar.value();
      case Sequence sequence ->
          new Value.Items(sequence.items().stream().map(Node::value).toList());
      case Mapping mapping -> {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> entries.put(entry.key().text(), entry.value().value()));
        yield new Value.Entries(entries);
      }
    };
  }

  /// Whether nothing was written behind the key.
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.value().isUnset();
  }

  /// For messages: `a list`, `text`, `the number 4`.
  default String describe() {
    return switch (this) {
      case Sequence sequence -> "a list";
      case Mapping mapping -> "a map";
      case Scalar(Span at, Value value, String text) ->
          switch (value) {
            case Value.Unset unset -> "nothing";
            case Value.Flag flag -> text;
            case Value.Whole whole -> text;
            case Value.Real real -> text;
            case Value.Text words -> "'" + text + "'";
            case Value.Items items -> "a list";
            case Value.Entries entries -> "a map";
          };
    };
  }
}
