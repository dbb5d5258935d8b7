package dev.kneeline.search.slo;

import dev.kneeline.metric.Figures;
import java.util.List;

/// What one run at one value gave.
///
/// @param value the variable's; infinite for the saturated run, whose load comes as fast as it goes
/// @param repetition counted from 1, at this value
public record Reading(double value, int repetition, Finding finding) {

  /// What a run tells of the SLA.
  public sealed interface Finding {

    /// A measurement.
    record Measured(Figures figures) implements Finding {}

    /// The server broke down under the load: no limit holds there.
    record BrokeDown(String reason) implements Finding {}

    /// The client doubts itself so much that this is no measurement.
    ///
    /// @param doubts what it doubts, in its words
    record Invalid(List<String> doubts) implements Finding {

      public Invalid {
        doubts = List.copyOf(doubts);
      }

      /// All of them.
      String reason() {
        return String.join("; ", doubts);
      }

      /// The first two, and how many there are beside them.
      String brief() {
        int more = doubts.size() - TOLD;
        return more <= 0
            ? reason()
            : "%s; and %d more".formatted(String.join("; ", doubts.subList(0, TOLD)), more);
      }

      private static final int TOLD = 2;
    }

    /// It failed for a reason that says nothing of the load.
    record Unusable(String reason) implements Finding {}
  }

  public static Reading of(double value, int repetition, Figures figures) {
    return new Reading(value, repetition, new Finding.Measured(figures));
  }

  /// Whether it is the run that shows what the server can do at most.
  public boolean saturated() {
    return Double.isInfinite(value);
  }
}
