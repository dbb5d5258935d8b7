package dev.kneeline.load;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/// Tells a listener how far the run is, four times a second, from a thread of its own.
final class Reporter implements AutoCloseable {

  private static final long EVERY_MILLIS = 250;

  private final List<Live> lives;
  private final long planned;
  private final LoadListener listener;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("kneeline-load-progress").unstarted(this::report);
  private long lastEvents;
  private long lastNanos = System.nanoTime();

  Reporter(List<Live> lives, long planned, LoadListener listener) {
    this.lives = List.copyOf(lives);
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
    long events = sum(Live::eventCount);
    double perSecond = (events - lastEvents) * 1e9 / Math.max(1, nanos - lastNanos);
    lastEvents = events;
    lastNanos = nanos;
    long origin = lives.getFirst().originNanos();
    NanoHistogram ttft = ttft();
    return new Progress(
        planned,
        sum(Live::sentCount),
        sum(Live::doneCount),
        sum(Live::failedCount),
        perSecond,
        ttft.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(ttft.atShare(0.5) / 1e6),
        origin == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(1, nanos - origin)));
  }

  private long sum(ToLongFunction<Live> count) {
    return lives.stream().mapToLong(count).sum();
  }

  private NanoHistogram ttft() {
    if (lives.size() == 1) {
      return lives.getFirst().ttft;
    }
    NanoHistogram all = new NanoHistogram();
    lives.forEach(live -> all.add(live.ttft));
    return all;
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
