package dev.kneeline.store;

import java.nio.file.Path;
import java.util.List;

/// One attempt of a study, for lists of attempts and for their logs.
///
/// @param kind of what
/// @param id the point's of a run, the server's of a server
/// @param repetition of the run, 0 for a server
/// @param number of the try, from 1
/// @param folder relative to the study
/// @param state how it stands
/// @param logs its log files, absolute, in the order of their names
public record Attempt(
    Kind kind, String id, int repetition, int number, String folder, State state, List<Path> logs) {

  /// What was attempted.
  public enum Kind {
    SERVER,
    RUN
  }

  /// How an attempt ended, as its files tell.
  public enum State {
    COMMITTED,
    FAILED,
    /// In flight, or cut off; of a server also one that was stopped when it was done.
    OPEN
  }

  public Attempt {
    logs = List.copyOf(logs);
  }
}
