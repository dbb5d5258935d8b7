package dev.kneeline.search;

import dev.kneeline.space.Draft;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Size;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes a sample without repetition of draws that may repeat.
///
/// The defaults come first. Where so many draws in a row were seen before that chance will hardly
/// find the rest, the rest is filled up uniformly.
final class Drawn {

  private static final int PATIENCE = 200;

  private Drawn() {}

  static Stream<Point> points(SearchSpace space, long limit, long seed, Supplier<int[]> draw) {
    if (coversAll(space, limit)) {
      return space.points();
    }
    Draft draft = space.draft();
    SeenLevels seen = new SeenLevels(draft);
    Optional<int[]> defaults = Defaults.levels(space);
    defaults.ifPresent(seen::add);
    Stream<Point> drawn =
        Stream.generate(() -> fresh(seen, draw))
            .takeWhile(Optional::isPresent)
            .map(levels -> draft.point(levels.orElseThrow()));
    Stream<Point> rest =
        new Uniform(seed)
            .points(space, Long.MAX_VALUE)
            .filter(point -> space.levels(point).map(seen::add).orElse(true));
    Stream<Point> first = defaults.stream().map(draft::point);
    Stream<Point> all = Stream.concat(Stream.concat(first, drawn), rest);
    return (space.relaxed() == space ? all : all.filter(space::contains)).limit(limit);
  }

  /// Whether the sample is the whole space; it comes in the space's own order then.
  private static boolean coversAll(SearchSpace space, long limit) {
    return switch (space.validSize()) {
      case Size.Exact(BigInteger count) -> count.compareTo(BigInteger.valueOf(limit)) <= 0;
      case Size.Bounds(BigInteger _, BigInteger most, String _) -> most.signum() == 0;
      case Size.Endless _ -> false;
    };
  }

  private static Optional<int[]> fresh(SeenLevels seen, Supplier<int[]> draw) {
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
      int[] levels = draw.get();
      if (seen.add(levels)) {
        return Optional.of(levels);
      }
    }
    return Optional.empty();
  }
}
