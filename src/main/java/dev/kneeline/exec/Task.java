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

  void tell(ExecutionEvent event) {
    events.accept(event);
  }

  boolean cancelled() {
    return cancellation.wished();
  }
}
