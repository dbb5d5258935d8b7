package dev.kneeline.study;

import java.util.List;

/// Where a trial stands. Each state carries what only it knows.
public sealed interface TrialState {

  /// Planned, nothing measured yet.
  record Waiting() implements TrialState {}

  /// Being measured; `runs` are the repetitions already committed.
  record Running(List<Run> runs) implements TrialState {
    public Running {
      runs = List.copyOf(runs);
    }
  }

  /// Every repetition asked for is committed.
  record Completed(List<Run> runs) implements TrialState {
    public Completed {
      if (runs.isEmpty()) {
        throw new IllegalArgumentException("a completed trial has at least one run");
      }
      runs = List.copyOf(runs);
    }
  }

  /// Attempted and failed; `runs` are the repetitions that had been committed before.
  record Failed(Failure failure, List<Run> runs) implements TrialState {
    public Failed {
      runs = List.copyOf(runs);
    }
  }

  /// The server cannot run this point.
  record Unviable(Failure reason) implements TrialState {}

  /// Never attempted, because another point's failure or bound says that it is of no use.
  record Pruned(String reason) implements TrialState {}

  /// The committed runs, in order of repetition; empty where there are none.
  default List<Run> committed() {
    return switch (this) {
      case Waiting() -> List.of();
      case Running(List<Run> runs) -> runs;
      case Completed(List<Run> runs) -> runs;
      case Failed(Failure failure, List<Run> runs) -> runs;
      case Unviable(Failure reason) -> List.of();
      case Pruned(String reason) -> List.of();
    };
  }

  /// One line for a person, as `status` prints it.
  default String line() {
    return switch (this) {
      case Waiting() -> "waiting";
      case Running(List<Run> runs) -> "running, %d done".formatted(runs.size());
      case Completed(List<Run> runs) ->
          "done, %d run%s".formatted(runs.size(), runs.size() == 1 ? "" : "s");
      case Failed(Failure failure, List<Run> runs) -> "failed: " + failure.line();
      case Unviable(Failure reason) -> "unviable: " + reason.line();
      case Pruned(String reason) -> "not run: " + reason;
    };
  }
}
