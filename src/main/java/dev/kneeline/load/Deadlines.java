package dev.kneeline.load;

import java.time.Duration;

/// The times after which a request is given up, in the clock's own unit for the sweep over all of
/// them.
record Deadlines(Duration connect, Duration request, Duration stall) {

  static Deadlines of(Limits limits) {
    return new Deadlines(limits.connect(), limits.request(), limits.stall());
  }

  long connectNanos() {
    return connect.toNanos();
  }

  long requestNanos() {
    return request.toNanos();
  }

  long stallNanos() {
    return stall.toNanos();
  }
}
