package dev.kneeline.plan;

import java.util.List;
import java.util.Optional;

/// Where a sweep runs.
///
/// @param executor which one
/// @param lanes sets of GPU indices, each for one server at a time; empty for what the machine
///   offers
public record Placement(Kind executor, Optional<List<List<Integer>>> lanes) {

  /// The executors. Slurm takes its place here as the next one.
  public enum Kind {
    LOCAL
  }

  public static Placement local() {
    return new Placement(Kind.LOCAL, Optional.empty());
  }
}
