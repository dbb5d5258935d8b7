package dev.kneeline.exec;

import dev.kneeline.plan.PlannedRun;
import dev.kneeline.plan.ServerNode;
import dev.kneeline.plan.ServerSpec;
import dev.kneeline.study.Failure;
import java.util.List;

/// Carries out one server's part of a plan: start it, wait until it is ready, measure its runs one
/// after another, stop it. A Slurm job does the same as a lane of this machine: it calls this.
///
/// Failure is data: nothing here throws for what a server or a load does. A failure of a transient
/// kind is tried once more, with a new server where the old one is gone.
final class NodeRunner {

  private final Task task;

  NodeRunner(Task task) {
    this.task = task;
  }

  /// Returns when the node's runs are measured or failed, or cancellation was wished for, and its
  /// server and all processes of it are gone.
  ///
  /// @throws RuntimeException if the study cannot be written; the server is gone then, too
  void run(ServerNode node) throws InterruptedException {
    ServerLife life = new ServerLife(task);
    switch (node.spec()) {
      case ServerSpec.Start start -> report(node, withRetry(life, node, start));
      case ServerSpec.Attach attach -> report(node, life.attach(node, attach));
      case ServerSpec.Absent absent -> life.without(node);
    }
  }

  private ServerLife.End withRetry(ServerLife life, ServerNode node, ServerSpec.Start spec)
      throws InterruptedException {
    ServerLife.End end = life.live(node, spec);
    boolean again = end.failure().map(failure -> failure.kind().worthRetrying()).orElse(false);
    if (!again || task.cancelled()) {
      return end;
    }
    end.failure().ifPresent(failure -> end.attempt().fail(failure, List.of()));
    return life.live(node.with(end.owed()), spec);
  }

  /// A server that is gone for good fails the run that it died under, and all that it still owed.
  private void report(ServerNode node, ServerLife.End end) {
    if (end.failure().isEmpty()) {
      return;
    }
    Failure failure = end.failure().get();
    List<PlannedRun> notMeasured = end.owed();
    if (end.struck()) {
      task.tell(new ExecutionEvent.RunFailed(task.ticket(), end.owed().getFirst(), failure));
      notMeasured = end.owed().subList(1, end.owed().size());
    }
    end.attempt().fail(failure, notMeasured);
    task.tell(new ExecutionEvent.ServerFailed(task.ticket(), node, failure, notMeasured));
  }
}
