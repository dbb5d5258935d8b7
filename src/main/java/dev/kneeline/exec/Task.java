package dev.kneeline.exec;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import java.util.List;
import java.util.function.Consumer;

/// An allocation that a lane is carrying out.
///
/// @param standby asked for further runs of a server that has measured its own
/// @param events told what happens, in order
record Task(
    Ticket ticket,
    Lane lane,
    Machinery machinery,
    Cancellation cancellation,
    Standby standby,
    Consumer<ExecutionEvent> events) {

  /// The same task, which tells somebody else.
  Task telling(Consumer<ExecutionEvent> others) {
    return new Task(ticket, lane, machinery, cancellation, standby, others);
  }

  void tell(ExecutionEvent event) {
    events.accept(event);
  }

  /// Further runs for a server that is done with its own; none ends it.
  List<PlannedRun> more(ServerNode server) throws InterruptedException {
    return standby.more(() -> tell(new ExecutionEvent.ServerIdle(ticket, server)), cancellation);
  }

  boolean cancelled() {
    return cancellation.wished();
  }
}
