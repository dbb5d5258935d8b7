package dev.kneeline.sim;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/// Memory taken outside the heap and never given back, at a steady rate.
final class MemoryLeak {

  private static final long MEGABYTE = 1 << 20;

  /// Enough to be noticed by any watcher, little enough to leave the machine alive.
  private static final long LIMIT_MEGABYTES = 4096;

  private static final long TENTH_OF_A_SECOND = 100_000_000;

  private MemoryLeak() {}

  static void start(int megabytesPerSecond) {
    Thread.ofPlatform().daemon().name("leak").start(() -> leak(megabytesPerSecond));
  }

  private static void leak(int megabytesPerSecond) {
    long startNanos = System.nanoTime();
    for (long taken = 0; taken < LIMIT_MEGABYTES; ) {
      long due = (System.nanoTime() - startNanos) * megabytesPerSecond / 1_000_000_000;
      while (taken < Math.min(due, LIMIT_MEGABYTES)) {
        MemorySegment block = Arena.global().allocate(MEGABYTE);
        // Pages that were never written to are not memory yet.
        block.fill((byte) 1);
        taken++;
      }
      LockSupport.parkNanos(TENTH_OF_A_SECOND);
    }
  }
}
