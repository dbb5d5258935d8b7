package dev.kneeline.load;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets the loops of a process begin at one instant, when the last of them is prepared.
final class LoopsTogether {

  /// So that every loop is out of its wait before the first request is due.
  private static final long LEAD_NANOS = 3_000_000;

  private static final int SANDWICHES = 8;

  private final AtomicInteger missing;
  private final boolean several;
  private final Start start;
  private final Runnable lastThings;
  private final CompletableFuture<Long> origin = new CompletableFuture<>();

  /// @param lastThings done once, when all loops are prepared and none has begun
  LoopsTogether(int loops, Start start, Runnable lastThings) {
    this.missing = new AtomicInteger(loops);
    this.several = loops > 1;
    this.start = start;
    this.lastThings = lastThings;
  }

  /// Waits for the others.
  ///
  /// @return the `nanoTime` of the schedule's zero
  long await() {
    if (missing.decrementAndGet() == 0) {
      lastThings.run();
      origin.complete(
          start
              .await()
              .map(LoopsTogether::nanoTimeOf)
              .orElseGet(() -> System.nanoTime() + (several ? LEAD_NANOS : 0)));
    }
    return origin.join();
  }

  /// A loop that never arrives holds no other up.
  void fail(Throwable cause) {
    origin.completeExceptionally(cause);
  }

  /// When it was decided; only after [#await].
  long originNanos() {
    return origin.join();
  }

  /// An instant of the wall clock on the scale of `nanoTime`, by the tightest of some sandwiches of
  /// the one between two readings of the other.
  static long nanoTimeOf(Instant instant) {
    long tightest = Long.MAX_VALUE;
    long best = 0;
    for (int i = 0; i < SANDWICHES; i++) {
      long before = System.nanoTime();
      Instant wall = Instant.now();
      long after = System.nanoTime();
      if (after - before < tightest) {
        tightest = after - before;
        best = before + (after - before) / 2 + Duration.between(wall, instant).toNanos();
      }
    }
    return best;
  }
}
