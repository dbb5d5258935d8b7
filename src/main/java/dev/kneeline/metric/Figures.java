package dev.kneeline.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/// The figures of one run by metric key, in the order in which they are printed and stored.
///
/// @param byKey unmodifiable; a key that is not there and a key with an absent figure both have no
///   value, but only the second was asked for
public record Figures(SequencedMap<String, Figure> byKey) {

  private static final Figures NONE = new Figures(new LinkedHashMap<>());

  public Figures {
    byKey = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byKey));
  }

  public static Figures none() {
    return NONE;
  }

  /// Figures read from elsewhere, such as another tool's result file; each counts as reliable.
  public static Figures of(Map<String, Double> values) {
    SequencedMap<String, Figure> figures = new LinkedHashMap<>();
    values.forEach((key, value) -> figures.put(key, Figure.of(value)));
    return new Figures(figures);
  }

  /// The figure of a key, absent where there is none.
  public Figure figure(String key) {
    return byKey.getOrDefault(key, Figure.absent());
  }

  public OptionalDouble value(String key) {
    return figure(key).value();
  }

  /// These figures and the other's; where both have a key, the other's.
  public Figures with(Figures other) {
    SequencedMap<String, Figure> merged = new LinkedHashMap<>(byKey);
    merged.putAll(other.byKey);
    return new Figures(merged);
  }
}
