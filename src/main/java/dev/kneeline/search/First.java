package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.stream.Stream;

/// The first points in the order of the space. As a sample it is poor: the last parameters vary,
/// the first ones do not.
public record First() implements Sampler {

  @Override
  public Stream<Point> points(SearchSpace space, long limit) {
    return space.points().limit(limit);
  }
}
