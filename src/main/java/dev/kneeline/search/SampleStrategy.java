package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.study.Study;
import java.util.List;

/// Measures the points of a sample, in its order; the whole space in order is such a sample too.
public final class SampleStrategy implements Strategy {

  private final SearchSpace space;
  private final Sampler sampler;
  private final long limit;

  /// @param limit how many points at most
  public SampleStrategy(SearchSpace space, Sampler sampler, long limit) {
    this.space = space;
    this.sampler = sampler;
    this.limit = limit;
  }

  @Override
  public List<Point> next(Study study, int atMost) {
    return sampler
        .points(space, limit)
        .filter(point -> !study.settled(point))
        .limit(atMost)
        .toList();
  }
}
