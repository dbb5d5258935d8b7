package dev.kneeline.dialect.params;

import dev.kneeline.search.Cover;
import dev.kneeline.search.First;
import dev.kneeline.search.OneAtATime;
import dev.kneeline.search.Sampler;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Size;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Gatherer;
import java.util.stream.Stream;

/// Which combinations are written.
///
/// @param sampler chooses them where a limit is set; without one, all come in order
/// @param limit how many at most
/// @param part which part of them, from 0
/// @param parts into how many parts they are split, each for one machine
record Selection(Sampler sampler, Optional<Long> limit, int part, int parts) {

  /// More than so many combinations are written only on request.
  static final long LARGE = 1_000_000;

  /// Whether so many would be written that someone should have asked for it.
  boolean isLarge(SearchSpace space) {
    boolean ends = sampler instanceof Cover || sampler instanceof OneAtATime;
    return limit.isEmpty()
        && !ends
        && space.validSize().most().compareTo(BigInteger.valueOf(LARGE)) > 0;
  }

  /// The same selection with fewer combinations.
  Selection atMost(long most) {
    return new Selection(sampler, Optional.of(Math.min(most, limit.orElse(most))), part, parts);
  }

  /// The sampler is asked where it has a choice; all points come in their order.
  Stream<Point> points(SearchSpace space) {
    boolean listed = sampler instanceof First && space.validSize() instanceof Size.Exact;
    if (listed) {
      return inOrder(space);
    }
    Stream<Point> sample = sampler.points(space, limit.orElse(Long.MAX_VALUE));
    return parts == 1 ? sample : sample.gather(everyNth());
  }

  /// Runs of neighbours: a machine begins at its own first index without walking there.
  private Stream<Point> inOrder(SearchSpace space) {
    BigInteger all =
        limit.isPresent() ? space.size().min(BigInteger.valueOf(limit.get())) : space.size();
    return space.points(boundary(all, part), boundary(all, part + 1));
  }

  private BigInteger boundary(BigInteger all, int before) {
    return all.multiply(BigInteger.valueOf(before)).divide(BigInteger.valueOf(parts));
  }

  private Gatherer<Point, long[], Point> everyNth() {
    return Gatherer.ofSequential(
        () -> new long[1],
        (count, point, downstream) -> count[0]++ % parts != part || downstream.push(point));
  }
}
