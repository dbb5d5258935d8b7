package dev.kneeline.plan;

import dev.kneeline.space.Point;
import java.util.Optional;

/// One repetition of one point, to be measured.
///
/// @param point the whole point
/// @param repetition counted from 1
/// @param seed the run's own
/// @param load what is applied
/// @param fingerprint decides whether a stored run answers it
/// @param unless the run is not needed once the point's other runs are this sure; empty where it is
///   needed in any case
public record PlannedRun(
    Point point,
    int repetition,
    long seed,
    LoadSpec load,
    String fingerprint,
    Optional<Precision> unless) {

  /// A run that is needed in any case.
  public PlannedRun(Point point, int repetition, long seed, LoadSpec load, String fingerprint) {
    this(point, repetition, seed, load, fingerprint, Optional.empty());
  }
}
