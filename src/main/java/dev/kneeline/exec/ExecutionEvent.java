package dev.kneeline.exec;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What happens to an allocation, in the order in which it happens.
public sealed interface ExecutionEvent {

  Ticket ticket();

  /// A server's processes are being started.
  ///
  /// @param log where its output grows
  record ServerStarting(Ticket ticket, ServerNode server, Path log) implements ExecutionEvent {}

  /// It answers and may be measured.
  ///
  /// @param notes for people: parameters that did not take effect, flags that a simulation ignores
  record ServerReady(Ticket ticket, ServerNode server, Duration took, List<String> notes)
      implements ExecutionEvent {}

  /// A run's load is about to be applied.
  record RunStarted(Ticket ticket, PlannedRun run) implements ExecutionEvent {}

  /// A run is under way; at most a few times a second.
  record RunProgress(
      Ticket ticket, PlannedRun run, int sent, int done, double outputTokensPerSecond)
      implements ExecutionEvent {}

  /// A run is measured and lies in the study's folder.
  record RunCommitted(Ticket ticket, PlannedRun run, Run result) implements ExecutionEvent {}

  /// A run was attempted and failed; the server goes on with the next one.
  record RunFailed(Ticket ticket, PlannedRun run, Failure failure) implements ExecutionEvent {}

  /// A server could not be started or died; the runs that it still owed are not measured.
  record ServerFailed(
      Ticket ticket, ServerNode server, Failure failure, List<PlannedRun> notMeasured)
      implements ExecutionEvent {}

  /// A server of an open allocation has measured all it was given, lives, and waits.
  record ServerIdle(Ticket ticket, ServerNode server) implements ExecutionEvent {}

  /// A server and all its processes are gone.
  record ServerStopped(Ticket ticket, ServerNode server) implements ExecutionEvent {}

  /// Nothing of the allocation is left to do.
  record AllocationFinished(Ticket ticket) implements ExecutionEvent {}
}
