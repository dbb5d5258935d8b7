package dev.kneeline.metric;

/// How a request ended. A failed one is counted under its class and never enters a latency.
public sealed interface Outcome {

  /// The answer came to its end.
  record Completed() implements Outcome {}

  /// @param kind the class under which it is counted
  /// @param httpStatus the status line's number; 0 when none arrived
  /// @param message what the server or the system said, in one line
  record Failed(FailureClass kind, int httpStatus, String message) implements Outcome {}

  /// The one completed outcome.
  static Outcome completed() {
    return new Completed();
  }
}
