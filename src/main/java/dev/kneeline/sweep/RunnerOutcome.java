package dev.kneeline.sweep;

import dev.kneeline.study.Study;

/// How a call of `run` ended.
///
/// @param study the record after it
/// @param progress counts of this call
/// @param end why it ended
public record RunnerOutcome(Study study, Progress progress, End end) {

  /// Why a call of `run` ended.
  public enum End {
    /// Every point that was asked for is settled.
    FINISHED,
    /// The user ended it.
    INTERRUPTED,
    /// Time, trials or GPU-hours of the budget are spent.
    BUDGET
  }
}
