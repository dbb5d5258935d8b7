package dev.kneeline.study;

/// A failure as data.
///
/// @param kind what class of failure; decides retry, pruning and exit code
/// @param message the engine's own line where there is one, else ours
/// @param hint the way out; empty where none is known
/// @param log where the full log lies, relative to the study's folder; empty where there is none
public record Failure(FailureKind kind, String message, String hint, String log) {

  /// A failure for which no log was written.
  public static Failure of(FailureKind kind, String message) {
    return new Failure(kind, message, "", "");
  }

  public Failure withLog(String newLog) {
    return new Failure(kind, message, hint, newLog);
  }

  /// One line for a person: `out of memory at load: CUDA out of memory ...`.
  public String line() {
    return kind.label() + ": " + message;
  }
}
