package dev.kneeline.search;

import dev.kneeline.space.Draft;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The defaults, and then each other value of each parameter with the rest as near to the defaults
/// as the rules allow.
///
/// A space of 33 parameters with 137 values has at most 1 + 137 - 33 = 105 such points. A value
/// that needs a switch brings the switch with it: the first level that is possible is taken for
/// what cannot stay at its default. A value that no valid point has is left out.
public record OneAtATime() implements Sampler {

  @Override
  public Stream<Point> points(SearchSpace space, long limit) {
    Draft draft = space.draft();
    if (draft.completions() == 0) {
      return space.extraPoints().stream().limit(limit);
    }
    SeenLevels seen = new SeenLevels(draft);
    int[] base = Defaults.levels(space).orElseGet(() -> nearest(draft, -1, 0));
    List<int[]> all = new ArrayList<>(List.of(base));
    seen.add(base);
    for (int dimension = 0; dimension < base.length; dimension++) {
      draft.reset();
      int own = dimension;
      draft.allowed(dimension).stream()
          .boxed()
          .toList()
          .forEach(level -> {
            int[] levels = nearest(draft, own, level);
            if (seen.add(levels)) {
              all.add(levels);
            }
          });
    }
    Stream<Point> points = all.stream().map(draft::point).filter(space::contains);
    return Stream.concat(points, space.extraPoints().stream()).limit(limit);
  }

  /// The point that has one level and, dimension after dimension, the first level still possible.
  private static int[] nearest(Draft draft, int changed, int level) {
    draft.reset();
    int[] levels = new int[draft.dimensions()];
    if (changed >= 0) {
      draft.decide(changed, level);
    }
    for (int dimension = 0; dimension < levels.length; dimension++) {
      levels[dimension] = draft.allowed(dimension).nextSetBit(0);
      draft.decide(dimension, levels[dimension]);
    }
    return levels;
  }
}
