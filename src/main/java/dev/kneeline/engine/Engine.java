package dev.kneeline.engine;

import java.util.List;
import java.util.Optional;

/// One engine as its data file describes it.
///
/// @param name as `engine:` names it
/// @param launch how its process is started and where it listens
/// @param flags how a parameter becomes command-line words
/// @param readiness when it may be measured
/// @param resets requests that empty its caches between runs, in order; may be empty
/// @param gpus how many GPUs one server takes
/// @param readbacks where it tells its effective configuration
/// @param failures log patterns, most specific first
public record Engine(
    String name,
    Launch launch,
    FlagStyle flags,
    Readiness readiness,
    List<CacheReset> resets,
    GpuRule gpus,
    List<Readback> readbacks,
    List<FailurePattern> failures) {

  public Engine {
    resets = List.copyOf(resets);
    readbacks = List.copyOf(readbacks);
    failures = List.copyOf(failures);
  }

  /// The first pattern, in the order of the data file, that any line of the log matches.
  public Optional<FailurePattern.Match> diagnose(List<String> logLines) {
    for (FailurePattern pattern : failures) {
      Optional<FailurePattern.Match> match = pattern.firstIn(logLines);
      if (match.isPresent()) {
        return match;
      }
    }
    return Optional.empty();
  }
}
