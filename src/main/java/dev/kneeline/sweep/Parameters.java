package dev.kneeline.sweep;

import dev.kneeline.space.Nearest;
import dev.kneeline.space.Scope;
import java.util.Map;
import java.util.SequencedMap;

/// The parameters that a file declares.
///
/// @param scopes in order of declaration, by full name
/// @param places where each is declared
record Parameters(SequencedMap<String, Scope> scopes, Map<String, Span> places) {

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
