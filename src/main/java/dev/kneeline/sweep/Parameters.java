package dev.kneeline.sweep;

import dev.kneeline.space.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The parameters that a file declares.
///
/// @param scopes in order of declaration, by full name
/// @param places where each is declared
record Parameters(SequencedMap<String, Scope> scopes, Map<String, Span> places) {

  /// All declared names with the place of each.
  static SequencedMap<ParameterName, Span> names(List<Declared> declared) {
    SequencedMap<ParameterName, Span> names = new LinkedHashMap<>();
    for (Declared each : declared) {
      switch (each) {
        case Declared.Axis axis -> names.put(axis.name(), axis.place());
        case Declared.Group group -> names.putAll(group.names());
      }
    }
    return names;
  }

  /// The way out for a name that is none of these.
  String hint(String unknown) {
    return Nearest.hint(
        unknown,
        scopes.keySet(),
        scopes.isEmpty()
            ? "declare it below sweep:"
            : "declared are: " + String.join(", ", scopes.keySet()));
  }
}
