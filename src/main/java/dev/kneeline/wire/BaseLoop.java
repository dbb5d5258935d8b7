package dev.kneeline.wire;

import java.util.concurrent.ConcurrentLinkedQueue;

/// What both loops share: timers, tasks from other threads, and the round.
abstract class BaseLoop implements Loop {

  /// One read takes at most this much. A token event is about 215 bytes.
  static final int READ_BYTES = 64 * 1024;

  /// Bound on timers and tasks of one round, so that sockets get their turn.
  private static final int AT_ONCE = 64;

  private final TimerHeap timers = new TimerHeap();
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  @Override
  public final void schedule(Timer timer, long atNanos) {
    timers.set(timer, atNanos);
  }

  @Override
  public final void cancel(Timer timer) {
    timers.remove(timer);
  }

  @Override
  public final void post(Runnable task) {
    posted.add(task);
    wake();
  }

  @Override
  public final void stop() {
    stopped = true;
    wake();
  }

  @Override
  public final void run() {
    enter();
    while (!stopped) {
      timers.fire(System.nanoTime(), AT_ONCE);
      runPosted();
      if (stopped) {
        break;
      }
      serve(posted.isEmpty() ? timers.awayUntilNanos() : 0);
    }
    stopped = false;
  }

  /// Fires one timer if one is due by now: between two sockets of a round, so that a request or a
  /// token whose instant comes while others are read does not wait for all of them.
  final void fireDue() {
    timers.fire(System.nanoTime(), 1);
  }

  private void runPosted() {
    for (int ran = 0; ran < AT_ONCE; ran++) {
      Runnable task = posted.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  /// Called once on the loop's thread before its first round.
  abstract void enter();

  /// Waits for sockets, at most until that instant, and delivers what they have.
  ///
  /// @param untilNanos a `nanoTime`; the past means do not wait, `Long.MAX_VALUE` means no timer is
  ///   set
  abstract void serve(long untilNanos);

  /// Ends a wait from another thread.
  abstract void wake();
}
