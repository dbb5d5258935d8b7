package dev.kneeline.load;

import dev.kneeline.metric.FailureClass;
import dev.kneeline.metric.Outcome;
import dev.kneeline.metric.Sample;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The failed requests of a run of one class and one HTTP status, with the words of the first of
/// them: why a run has fewer answers than requests is asked of every tool of this kind.
///
/// @param status the status line's number; 0 where none arrived
/// @param first what the server or the system said, up to 4 KB of an error's body included
public record Failures(FailureClass kind, int status, long count, String first) {

  private record Key(FailureClass kind, int status) {}

  /// Of a run, the most frequent ones first.
  static List<Failures> of(Iterable<Sample> samples) {
    Map<Key, Failures> byKey = new LinkedHashMap<>();
    for (Sample sample : samples) {
      if (sample.outcome() instanceof Outcome.Failed(FailureClass kind, int status, String said)) {
        byKey.merge(
            new Key(kind, status),
            new Failures(kind, status, 1, said),
            (known, _) -> new Failures(kind, status, known.count + 1, known.first));
      }
    }
    return byKey.values().stream()
        .sorted(Comparator.comparingLong(Failures::count).reversed())
        .toList();
  }
}
