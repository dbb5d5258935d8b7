package dev.kneeline.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What was read of one point's folder, with the stamps by which it is known to be still true.
///
/// @param name of the folder
/// @param stamp of the folder: as long as it stays, no repetition and no attempt came or went,
///   since whoever begins an attempt touches it
/// @param repetitions by folder name in their order
record IndexedPoint(String name, Stamp stamp, SequencedMap<String, Repetition> repetitions) {

  /// A point of which nothing was read before.
  static IndexedPoint unknown(String name) {
    return new IndexedPoint(name, Stamp.NONE, new LinkedHashMap<>());
  }

  /// A folder `rep-1`.
  ///
  /// @param whole whether all of its attempts were committed; where one is open, failed or damaged,
  ///   the folder is read anew each time
  /// @param runs of its attempts, in their order
  record Repetition(boolean whole, List<Committed> runs) {

    static final Repetition OPEN = new Repetition(false, List.of());

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
    return read.whole()
        && read.runs().stream()
            .allMatch(each -> each.stamp().settled(horizonNanos) && isOf(each.run(), name));
  }

  /// Folders are made by hand too: a run that lies in another point's is not indexed.
  private static boolean isOf(StoredRun run, String name) {
    return run.run().folder().startsWith("runs/" + name + "/");
  }
}
