package dev.kneeline.search.slo;

import dev.kneeline.metric.Figures;

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
    record Invalid(String reason) implements Finding {}

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
