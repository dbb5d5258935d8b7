package dev.kneeline.exec;

import java.util.function.Consumer;

/// An allocation that a lane is carrying out.
///
/// @param events told what happens, in order
record Task(
    Ticket ticket,
    Lane lane,
    Machinery machinery,
    Cancellation cancellation,
    Consumer<ExecutionEvent> events) {

  /// The same task, which tells somebody else.
  Task telling(Consumer<ExecutionEvent> others) {
    return new Task(ticket, lane, machinery, cancellation, others);
  }

  void tell(ExecutionEvent event) {
    events.accept(event);
  }

  boolean cancelled() {
    return cancellation.wished();
  }
}
