package dev.kneeline.load;

import java.time.Duration;
import java.util.OptionalDouble;

/// Tells a listener how far the run is, four times a second, from a thread of its own.
final class Reporter implements AutoCloseable {

  private static final long EVERY_MILLIS = 250;

  private final Live live;
  private final long planned;
  private final LoadListener listener;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("kneeline-load-progress").unstarted(this::report);
  private long lastEvents;
  private long lastNanos = System.nanoTime();

  Reporter(Live live, long planned, LoadListener listener) {
    this.live = live;
    this.planned = planned;
    this.listener = listener;
  }

  void start() {
    thread.start();
  }

  private void report() {
    try {
      while (!Thread.interrupted()) {
        Thread.sleep(EVERY_MILLIS);
        listener.progress(now());
      }
    } catch (InterruptedException ended) {
      // The run is over.
    }
  }

  private Progress now() {
    long nanos = System.nanoTime();
    long events = live.eventCount();
    double perSecond = (events - lastEvents) * 1e9 / Math.max(1, nanos - lastNanos);
    lastEvents = events;
    lastNanos = nanos;
    long origin = live.originNanos();
    return new Progress(
        planned,
        live.sentCount(),
        live.doneCount(),
        live.failedCount(),
        perSecond,
        live.ttft.count() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(live.ttft.atShare(0.5) / 1e6),
        origin == 0 ? Duration.ZERO : Duration.ofNanos(nanos - origin));
  }

  /// Ends it with a last report of the final state.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      listener.progress(now());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
