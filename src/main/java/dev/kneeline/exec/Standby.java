package dev.kneeline.exec;

import dev.kneeline.plan.PlannedRun;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// Whether a server ends with its last run or waits for further ones, which a search names only
/// once it has seen the ones before.
sealed interface Standby {

  /// Further runs; none ends the server.
  ///
  /// @param idle tells that the server waits
  List<PlannedRun> more(Runnable idle, Cancellation cancellation) throws InterruptedException;

  /// It ends.
  record Never() implements Standby {
    @Override
    public List<PlannedRun> more(Runnable idle, Cancellation cancellation) {
      return List.of();
    }
  }

  /// It waits for what the controller says.
  record Open(BlockingQueue<List<PlannedRun>> given) implements Standby {

    Open() {
      this(new LinkedBlockingQueue<>());
    }

    @Override
    public List<PlannedRun> more(Runnable idle, Cancellation cancellation)
        throws InterruptedException {
      idle.run();
      CompletableFuture<Void> _ = cancellation.future().thenRun(() -> given.add(List.of()));
      return given.take();
    }
  }
}
