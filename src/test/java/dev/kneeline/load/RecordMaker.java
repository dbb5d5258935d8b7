package dev.kneeline.load;

import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Timing;
import dev.kneeline.metric.TokenEvents;
import dev.kneeline.wire.StampSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Records for tests of what is made of them.
final class RecordMaker {

  private RecordMaker() {}

  /// An answer of one token that took no time.
  static Sample sample(long index, long endNanos) {
    TokenEvents events = new TokenEvents(new long[] {endNanos}, new int[] {1});
    Timing timing = new Timing(endNanos, endNanos, 0, endNanos);
    return new Sample(index, timing, events, Outcome.completed(), 1, 1, 1, Optional.empty());
  }

  static LoadPart part(List<Sample> samples, List<String> texts) {
    long end = samples.isEmpty() ? 0 : samples.getLast().timing().endNanos();
    return new LoadPart(
        Samples.of(samples), texts, StampSource.READER, new LinkedHashMap<>(), 0, end, "");
  }
}
