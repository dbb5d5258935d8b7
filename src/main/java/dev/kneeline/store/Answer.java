package dev.kneeline.store;

import dev.kneeline.study.Failure;
import dev.kneeline.study.Run;
import java.util.List;

/// What a study holds on one planned run.
public sealed interface Answer {

  /// A committed run that answers it.
  record Measured(Run run) implements Answer {}

  /// It failed, and is not tried again unless asked for.
  ///
  /// @param failure the latest
  /// @param attempts how often it failed with the same fingerprint
  record Failed(Failure failure, int attempts) implements Answer {}

  /// It was not attempted, for a reason.
  record Pruned(String reason) implements Answer {}

  /// It is not needed: the point's other runs are sure enough.
  record Spared() implements Answer {}

  /// Nothing answers it.
  ///
  /// @param stale runs of the same point and repetition that once did
  record Missing(List<Stale> stale) implements Answer {
    public Missing {
      stale = List.copyOf(stale);
    }
  }

  /// A stored run that does not answer today's question.
  ///
  /// @param folder where it lies
  /// @param reason what has changed
  record Stale(String folder, String reason) {}
}
