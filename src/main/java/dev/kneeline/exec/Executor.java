package dev.kneeline.exec;

import dev.kneeline.plan.Allocation;
import java.time.Duration;
import java.util.List;

/// Runs allocations somewhere: on this machine's lanes or as jobs of a cluster.
///
/// Each allocation's events come in order and end with [ExecutionEvent.AllocationFinished],
/// whatever happens. Not for use by several threads at once.
public interface Executor extends AutoCloseable {

  /// How many allocations it can have under way before another one would only wait.
  int capacity();

  /// Hands over an allocation; returns at once.
  Ticket submit(Allocation allocation);

  /// The events since the last call, waiting for the first one at most so long; empty if none came.
  List<ExecutionEvent> poll(Duration atMost) throws InterruptedException;

  /// Ends an allocation: the run in flight is dropped cleanly, servers are stopped.
  void cancel(Ticket ticket);

  /// Cancels what is under way and waits until nothing of it lives.
  @Override
  void close();
}
