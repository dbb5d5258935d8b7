package dev.kneeline.load;

/// Counters that the loop's thread writes and the progress reporter reads.
final class Live {

  final NanoHistogram ttft = new NanoHistogram();
  private volatile long sent;
  private volatile long done;
  private volatile long failed;
  private volatile long events;
  private volatile long originNanos;

  void begin(long nanos) {
    originNanos = nanos;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the loop's thread writes.
  void sent() {
    sent++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  void done(boolean success) {
    done++;
    failed += success ? 0 : 1;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  void events(int more) {
    events += more;
  }

  long sentCount() {
    return sent;
  }

  long doneCount() {
    return done;
  }

  long failedCount() {
    return failed;
  }

  long eventCount() {
    return events;
  }

  /// When the run began; 0 before it.
  long originNanos() {
    return originNanos;
  }
}
