package dev.kneeline.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What was read of one point's folder, with the stamps by which it is known to be still true.
///
/// @param name of the folder
/// @param stamp of the folder: as long as it stays, no repetition came or went
/// @param repetitions by folder name in their order
record IndexedPoint(String name, Stamp stamp, SequencedMap<String, Repetition> repetitions) {

  /// A folder `rep-1`.
  ///
  /// @param stamp of the folder: as long as it stays, no attempt came or went; [Stamp#NONE] where
  ///   an attempt is open, failed or damaged, and is read anew each time
  /// @param runs of its attempts, in their order
  record Repetition(Stamp stamp, List<Committed> runs) {

    static final Repetition OPEN = new Repetition(Stamp.NONE, List.of());

    Repetition {
      runs = List.copyOf(runs);
    }
  }

  /// A committed run.
  ///
  /// @param stamp of its `run.json`
  record Committed(Stamp stamp, StoredRun run) {}

  /// What of it may be kept: neither what was changed a moment ago, since another change in the
  /// same tick of the clock would not show, nor what an index of one point cannot hold.
  IndexedPoint settled(long horizonNanos) {
    SequencedMap<String, Repetition> kept = new LinkedHashMap<>();
    repetitions.forEach((repetition, read) ->
        kept.put(repetition, holds(read, horizonNanos) ? read : Repetition.OPEN));
    return new IndexedPoint(name, stamp.settled(horizonNanos) ? stamp : Stamp.NONE, kept);
  }

  private boolean holds(Repetition read, long horizonNanos) {
    return read.stamp().settled(horizonNanos)
        && read.runs().stream()
            .allMatch(each -> each.stamp().settled(horizonNanos) && isOf(each.run(), name));
  }

  /// Folders are made by hand too: a run that lies in another point's is not indexed.
  private static boolean isOf(StoredRun run, String name) {
    return run.run().folder().startsWith("runs/" + name + "/");
  }
}
