package dev.kneeline.exec;

import java.util.concurrent.CompletableFuture;

/// Somebody's wish that an allocation end soon, which whatever waits can wait for too.
final class Cancellation {

  private final CompletableFuture<Void> wished = new CompletableFuture<>();

  void wish() {
    wished.complete(null);
  }

  boolean wished() {
    return wished.isDone();
  }

  CompletableFuture<Void> future() {
    return wished;
  }
}
