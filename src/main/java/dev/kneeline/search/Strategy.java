package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.study.Study;
import java.util.List;

/// Names the next points to measure.
///
/// Deterministic given the study and its seed, so that a search that was cut off goes on from what
/// was measured and needs no saved state of its own.
public interface Strategy {

  /// The next points, none of which the study has settled, or those that are to be measured once
  /// more; empty when the search is finished.
  ///
  /// @param atMost how many, at least 1
  List<Point> next(Study study, int atMost);

  /// How many runs a point is to have, as far as the study tells yet.
  ///
  /// @param repeat what the sweep asks for
  default int runs(Point point, Study study, int repeat) {
    return repeat;
  }

  /// Whether a point is one of those that this search may ask for, and so counts as known.
  ///
  /// @param space the sweep's
  default boolean knows(Point point, SearchSpace space) {
    return space.contains(point);
  }
}
