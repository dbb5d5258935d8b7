package dev.kneeline.exec;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for something that cannot call back.
final class Patience {

  private static final long FIRST_NANOS = 2_000_000;
  private static final long LONGEST_NANOS = 50_000_000;

  private Patience() {}

  /// Asks again and again, every 2 ms at first and every 50 ms in the end. A thread that is
  /// interrupted stops waiting and stays interrupted.
  ///
  /// @return whether it became true in time
  static boolean until(BooleanSupplier condition, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    long pause = FIRST_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_NANOS, pause * 3 / 2);
    }
    return true;
  }
}
