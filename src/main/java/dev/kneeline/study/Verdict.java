package dev.kneeline.study;

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

  /// Without a word on why.
  public static Verdict of(String status) {
    return new Verdict(status, List.of());
  }

  /// Whether there is nothing to doubt: it says OK, or nothing.
  public boolean clear() {
    return status.isEmpty() || status.equals("OK");
  }
}
