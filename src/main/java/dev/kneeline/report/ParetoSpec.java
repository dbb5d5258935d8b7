package dev.kneeline.report;

import java.util.List;

/// What a picture of a frontier shows.
///
/// @param x a metric's key, level
/// @param y a metric's key, upright
/// @param labels names that the frontier's labels tell; empty: what varies and is in no legend
/// @param notes what the caption says besides
public record ParetoSpec(String x, String y, List<String> labels, List<String> notes) {

  public ParetoSpec {
    labels = List.copyOf(labels);
    notes = List.copyOf(notes);
  }

  /// Two metrics, everything else chosen from the data.
  public static ParetoSpec of(String x, String y) {
    return new ParetoSpec(x, y, List.of(), List.of());
  }
}
