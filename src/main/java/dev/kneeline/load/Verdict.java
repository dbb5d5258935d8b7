package dev.kneeline.load;

import java.util.List;

/// How far the client can be believed, by what it noted about itself.
///
/// @param reasons what spoke against it, worst first; empty when all is well
public record Verdict(Status status, List<String> reasons) {

  /// From good to bad, so that the greater one wins.
  public enum Status {
    /// Every check passed.
    OK,
    /// Some figures may carry the client's own lateness.
    SUSPECT,
    /// The figures are the client's as much as the server's.
    INVALID
  }

  public Verdict {
    reasons = List.copyOf(reasons);
  }
}
