package dev.kneeline.sweep;

import dev.kneeline.plan.Sweep;
import java.util.List;

/// What became of a sweep file.
public sealed interface ReadOutcome {

  /// It can be planned.
  ///
  /// @param problems warnings and notes, no errors
  /// @param sourceText the file as it was
  record Read(Sweep sweep, List<Problem> problems, String sourceText) implements ReadOutcome {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /// It cannot.
  ///
  /// @param problems every one that was found, at least one of them an error
  record Refused(List<Problem> problems) implements ReadOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
