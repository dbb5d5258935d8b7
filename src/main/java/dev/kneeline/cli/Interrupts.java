package dev.kneeline.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and TERM end a sweep cleanly: the run in flight is dropped, servers are stopped, the
/// study is closed, the answer so far is told, and only then does the process go.
///
/// The process must not end before [#close()], and `System.exit` would wait for this very handler:
/// whoever uses it closes it before that.
final class Interrupts implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Runnable stop = () -> {};
  private final Thread hook;

  Interrupts(PrintWriter talk) {
    hook =
        new Thread(
            () -> {
              talk.println();
              talk.println("ending: stopping servers; what is committed is safe ...");
              stop.run();
              await();
              talk.flush();
            },
            "kneeline-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// What is to be done on an interrupt.
  void onInterrupt(Runnable action) {
    stop = action;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return;
    }
  }

  private void await() {
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
