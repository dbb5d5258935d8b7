package dev.kneeline.space;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Makes the map inside a point.
final class Assignment {

  private Assignment() {}

  static SequencedMap<String, Value> copyOf(SequencedMap<String, Value> values) {
    SequencedMap<String, Value> kept = new LinkedHashMap<>(values);
    kept.values().removeIf(Value::isUnset);
    return Collections.unmodifiableSequencedMap(kept);
  }
}
