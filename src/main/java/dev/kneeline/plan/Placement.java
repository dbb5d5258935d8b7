package dev.kneeline.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Where a sweep runs.
///
/// @param executor which one
/// @param lanes sets of GPU indices, each for one server at a time; empty for what the machine
///   offers
/// @param gpuHourPrice what one GPU costs for an hour, in the user's currency; empty where unknown
public record Placement(
    Kind executor, Optional<List<List<Integer>>> lanes, OptionalDouble gpuHourPrice) {

  /// The executors. Slurm takes its place here as the next one.
  public enum Kind {
    LOCAL
  }

  public static Placement local() {
    return new Placement(Kind.LOCAL, Optional.empty(), OptionalDouble.empty());
  }
}
