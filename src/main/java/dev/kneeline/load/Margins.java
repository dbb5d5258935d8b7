package dev.kneeline.load;

import dev.kneeline.metric.Window;
import java.time.Duration;

/// How much of a run's start and end is not counted: the filling and the emptying of a server.
public record Margins(Duration warmUp, Duration coolDown) {

  /// The stretch that counts: of a run of 60 s with margins of 10 s and 5 s it is 10 s to 55 s. Of
  /// a run that is shorter than its margins nothing is left.
  Window of(long endNanos) {
    long end = Math.max(0, endNanos - coolDown.toNanos());
    return new Window(Math.min(end, warmUp.toNanos()), end);
  }
}
