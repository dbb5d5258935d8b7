package dev.kneeline.sweep;

import dev.kneeline.space.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Typed access to a map that was checked against its field table.
///
/// @param map whose values have the shapes that the table asks for
record Settings(Node.Mapping map) {

  boolean has(String key) {
    return map.find(key).isPresent();
  }

  Optional<Node> find(String key) {
    return map.find(key);
  }

  /// Where a value stands; the map itself where the key is absent.
  Span span(String key) {
    return map.find(key).map(Node::span).orElse(map.span());
  }

  Optional<String> text(String key) {
    return map.find(key)
        .map(node -> node instanceof Node.Scalar scalar ? scalar.text() : node.value().spelling());
  }

  String text(String key, String fallback) {
    return text(key).orElse(fallback);
  }

  Optional<Long> whole(String key) {
    return map.find(key)
        .flatMap(node ->
            node.value() instanceof Value.Whole(long number, String spelling)
                ? Optional.of(number)
                : Optional.empty());
  }

  int whole(String key, int fallback) {
    return whole(key).map(number -> (int) Math.min(number, Integer.MAX_VALUE)).orElse(fallback);
  }

  boolean flag(String key, boolean fallback) {
    return map.find(key)
        .map(node -> node.value() instanceof Value.Flag(boolean on) ? on : fallback)
        .orElse(fallback);
  }

  Optional<Duration> period(String key) {
    return map.find(key).flatMap(Periods::read);
  }

  Duration period(String key, String fallback) {
    return period(key).orElseGet(() -> Periods.read(fallback).orElseThrow());
  }

  /// The map below a key; an empty one where it is absent.
  Settings section(String key) {
    return map.find(key)
        .filter(Node.Mapping.class::isInstance)
        .map(found -> new Settings((Node.Mapping) found))
        .orElseGet(() -> new Settings(new Node.Mapping(map.span(), List.of())));
  }

  /// The items of a list; a single value counts as a list of one.
  List<Node> items(String key) {
    return map.find(key)
        .map(node -> node instanceof Node.Sequence list ? list.items() : List.of(node))
        .orElse(List.of());
  }

  List<Settings> sections(String key) {
    return items(key).stream()
        .filter(Node.Mapping.class::isInstance)
        .map(item -> new Settings((Node.Mapping) item))
        .toList();
  }

  List<String> words(String key) {
    return items(key).stream()
        .map(item -> item instanceof Node.Scalar scalar ? scalar.text() : item.value().spelling())
        .toList();
  }

  /// A map of texts by their keys as written.
  SequencedMap<String, String> texts(String key) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    section(key)
        .map()
        .entries()
        .forEach(entry ->
            texts.put(
                entry.key().text(),
                entry.value() instanceof Node.Scalar scalar
                    ? scalar.text()
                    : entry.value().value().spelling()));
    return texts;
  }
}
