package dev.kneeline.search;

import dev.kneeline.space.Draft;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.Optional;
import java.util.OptionalInt;

/// The point of all defaults: every parameter has the first of its values, or its closed one where
/// it does not exist.
final class Defaults {

  private Defaults() {}

  /// The levels of that point, if it is valid.
  static Optional<int[]> levels(SearchSpace space) {
    Draft draft = space.draft();
    int[] levels = new int[draft.dimensions()];
    // Those that always exist come first: they decide which of the others do.
    for (boolean conditional : new boolean[] {false, true}) {
      for (int dimension = 0; dimension < levels.length; dimension++) {
        OptionalInt closed = draft.closedLevel(dimension);
        if (closed.isPresent() == conditional) {
          int level = draft.allows(dimension, 0) ? 0 : closed.orElse(0);
          if (!draft.allows(dimension, level)) {
            return Optional.empty();
          }
          draft.decide(dimension, level);
          levels[dimension] = level;
        }
      }
    }
    return Optional.of(levels);
  }

  static Optional<Point> point(SearchSpace space) {
    return levels(space).map(space.draft()::point).filter(space::contains);
  }
}
