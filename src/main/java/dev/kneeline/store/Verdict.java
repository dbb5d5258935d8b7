package dev.kneeline.store;

import java.util.List;

/// What a client says of its own measurement.
///
/// @param status `OK`, `SUSPECT`, `INVALID`, or empty where an external benchmark gave none
/// @param reasons why it is not OK
public record Verdict(String status, List<String> reasons) {

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  public static Verdict none() {
    return new Verdict("", List.of());
  }
}
