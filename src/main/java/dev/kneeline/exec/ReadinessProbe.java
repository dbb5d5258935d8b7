package dev.kneeline.exec;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Asks a starting server whether it is ready, as long as every process of it lives.
final class ReadinessProbe {

  private final Control control;
  private final CompletableFuture<Void> ends;
  private final String path;
  private final long deadline;
  private Control.Reply last = new Control.Reply(0, "it was never asked");
  private boolean ready;

  /// @param limit an answer that comes later does not count
  ReadinessProbe(LiveServer server, String path, Duration limit) {
    this.control = server.control();
    this.ends = server.ends();
    this.path = path;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /// Whether the server is ready or dead.
  boolean settled() {
    if (ends.isDone()) {
      return true;
    }
    last = control.get(path, Control.BRIEF);
    ready = last.ok() && System.nanoTime() - deadline < 0;
    return ready;
  }

  boolean ready() {
    return ready;
  }

  Control.Reply last() {
    return last;
  }
}
