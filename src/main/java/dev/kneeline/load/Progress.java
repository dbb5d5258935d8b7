package dev.kneeline.load;

import java.time.Duration;
import java.util.OptionalDouble;

/// How far a run is.
///
/// @param planned requests of the whole run
/// @param sent so far
/// @param done finished, failed ones included
/// @param failed of those
/// @param tokensPerSecond token events since the last report, per second
/// @param medianTtftMillis of the run so far, to 1.6 %
/// @param elapsed since the run's start; zero while warming up
public record Progress(
    long planned,
    long sent,
    long done,
    long failed,
    double tokensPerSecond,
    OptionalDouble medianTtftMillis,
    Duration elapsed) {

  public long inFlight() {
    return sent - done;
  }
}
