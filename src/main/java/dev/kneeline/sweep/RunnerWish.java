package dev.kneeline.sweep;

import java.util.OptionalInt;
import java.util.Set;

/// What the user asked of this call of `run`, beyond the sweep file.
///
/// @param limit at most so many points in this call; the first ones in order
/// @param retryFailed whether points that failed before are attempted again
/// @param rerun ids of points that are measured again although they are answered
public record RunnerWish(OptionalInt limit, boolean retryFailed, Set<String> rerun) {

  public RunnerWish {
    rerun = Set.copyOf(rerun);
  }

  public static RunnerWish plain() {
    return new RunnerWish(OptionalInt.empty(), false, Set.of());
  }
}
