package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.study.Study;
import java.util.List;

/// Names the next points to measure.
///
/// Deterministic given the study and its seed, so that a search that was cut off goes on from what
/// was measured and needs no saved state of its own.
public interface Strategy {

  /// The next points, none of which the study has settled; empty when the search is finished.
  ///
  /// @param atMost how many, at least 1
  List<Point> next(Study study, int atMost);
}
