package dev.kneeline.search.slo;

import java.util.OptionalDouble;

/// What a search says next: measure this, or it is found.
public sealed interface Step {

  /// Measure.
  ///
  /// @param value infinite: load as fast as it goes, to see what the server can do at most
  /// @param repetition which run at this value
  /// @param why in words
  record Probe(double value, int repetition, String why) implements Step {}

  /// The search is over.
  ///
  /// @param value the largest value that meets the SLA, or was seen to; empty where none was
  /// @param fails the smallest value above it that does not; empty where none was seen
  /// @param why which rule ended it, in words
  record Answer(Status status, OptionalDouble value, OptionalDouble fails, String why)
      implements Step {}

  /// What an answer is.
  enum Status {
    /// The largest load within the SLA is known to the tolerance, or to the noise.
    FOUND,
    /// No load is within the SLA.
    INFEASIBLE,
    /// Every load is, as far as was asked.
    UNBOUNDED,
    /// It could not be told.
    INCONCLUSIVE
  }
}
