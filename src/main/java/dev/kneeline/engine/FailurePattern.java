package dev.kneeline.engine;

import dev.kneeline.study.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a line in a server's log says about why it failed.
///
/// @param pattern found anywhere in a line
/// @param kind what it means
/// @param hint the way out, shown below the failure
public record FailurePattern(Pattern pattern, FailureKind kind, String hint) {

  /// A line that matched.
  public record Match(FailurePattern pattern, String line) {}

  /// The first line, from the top, that the pattern is found in: what follows it is usually
  /// fallout.
  public Optional<Match> firstIn(List<String> lines) {
    for (String line : lines) {
      if (pattern.matcher(line).find()) {
        return Optional.of(new Match(this, line.strip()));
      }
    }
    return Optional.empty();
  }
}
