package dev.kneeline.sweep;

import java.time.Duration;
import java.util.Optional;

/// How far a sweep is, as the live view shows it.
///
/// @param runs runs planned in this call
/// @param done runs committed in this call
/// @param failed runs that failed or were given up in this call
/// @param cached runs that were answered before
/// @param elapsed since the call began
public record Progress(int runs, int done, int failed, int cached, Duration elapsed) {

  public int left() {
    return Math.max(0, runs - done - failed);
  }

  /// The rest at the pace so far; empty until a run has ended.
  public Optional<Duration> remaining() {
    int ended = done + failed;
    return ended == 0
        ? Optional.empty()
        : Optional.of(elapsed.multipliedBy(left()).dividedBy(ended));
  }
}
