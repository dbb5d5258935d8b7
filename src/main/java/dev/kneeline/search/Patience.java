package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.function.Predicate;

/// Gives up after so many candidates in a row that are not in the space.
final class Patience implements Predicate<Point> {

  private final SearchSpace space;
  private final long most;
  private long misses;

  Patience(SearchSpace space, long most) {
    this.space = space;
    this.most = most;
  }

  @Override
  public boolean test(Point candidate) {
    misses = space.contains(candidate) ? 0 : misses + 1;
    return misses < most;
  }
}
