package dev.kneeline.exec;

import dev.kneeline.plan.Allocation;
import dev.kneeline.plan.PlannedRun;
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

  /// The same for one whose servers do not end with their last run: each tells that it is idle
  /// ([ExecutionEvent.ServerIdle]) and lives until [#extend] says how it goes on.
  Ticket submitOpen(Allocation allocation);

  /// What an idle server does next: it measures these runs and is idle again, or ends if there are
  /// none.
  void extend(Ticket ticket, List<PlannedRun> runs);

  /// The events since the last call, waiting for the first one at most so long; empty if none came.
  List<ExecutionEvent> poll(Duration atMost) throws InterruptedException;

  /// Ends an allocation: the run in flight is dropped cleanly, servers are stopped.
  void cancel(Ticket ticket);

  /// Cancels what is under way and waits until nothing of it lives.
  @Override
  void close();
}
