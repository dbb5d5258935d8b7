package dev.kneeline.sweep;

import dev.kneeline.space.Domain;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One dimension as a file declares it, before scopes are known and conditions compiled.
sealed interface Declared {

  /// A parameter of its own.
  ///
  /// @param when where it exists
  /// @param otherwise its value elsewhere
  record Axis(
      ParameterName name,
      Span place,
      Domain domain,
      Optional<Node.Scalar> when,
      Optional<Value> otherwise)
      implements Declared {}

  /// Parameters that move together.
  ///
  /// @param names each with the place where it is named first
  record Group(
      String name,
      Span place,
      SequencedMap<ParameterName, Span> names,
      List<SequencedMap<String, Value>> rows)
      implements Declared {}
}
