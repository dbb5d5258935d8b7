package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.study.Study;
import java.util.List;

/// Every point of a space, in its order.
public final class Grid implements Strategy {

  private final SearchSpace space;

  public Grid(SearchSpace space) {
    this.space = space;
  }

  @Override
  public List<Point> next(Study study, int atMost) {
    return space.points().filter(point -> !study.settled(point)).limit(atMost).toList();
  }
}
