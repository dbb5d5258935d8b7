package dev.kneeline.load;

import java.util.Map;
import java.util.Optional;

/// How long the JVM kept everything still while a load ran.
final class PauseWatch {

  private final Optional<JvmCounters> counters = JvmCounters.open();
  private final long safepointsAtStart = counters.map(JvmCounters::safepointNanos).orElse(0L);
  private final long collectionAtStart = counters.map(JvmCounters::collectionNanos).orElse(0L);
  private final long collectionsAtStart = counters.map(JvmCounters::collections).orElse(0L);
  private long safepointsAtTick = safepointsAtStart;
  private long longest;

  /// A pause makes the tick late that follows it, so what stood still since the last tick is one
  /// pause, or a few with less than a tick between them.
  void tick() {
    if (counters.isPresent()) {
      long now = counters.get().safepointNanos();
      longest = Math.max(longest, now - safepointsAtTick);
      safepointsAtTick = now;
    }
  }

  /// @param nanos how long it was watched
  void facts(Map<String, Double> facts, double nanos) {
    if (counters.isEmpty() || nanos <= 0) {
      return;
    }
    tick();
    JvmCounters now = counters.get();
    facts.put("safepoint_share", (now.safepointNanos() - safepointsAtStart) / nanos);
    facts.put("safepoint_max_ms", longest / 1e6);
    facts.put("gc_share", (now.collectionNanos() - collectionAtStart) / nanos);
    facts.put("gc_count", (double) (now.collections() - collectionsAtStart));
  }
}
