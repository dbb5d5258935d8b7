package dev.kneeline.search;

import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.study.Study;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Measures the points of a sample, in its order; the whole space in order is such a sample too.
public final class SampleStrategy implements Strategy {

  /// A sample up to this size is kept: asking again must not draw it again.
  private static final long KEPT = 100_000;

  private final SearchSpace space;
  private final Sampler sampler;
  private final long limit;
  private Optional<List<Point>> kept = Optional.empty();

  /// @param limit how many points at most
  public SampleStrategy(SearchSpace space, Sampler sampler, long limit) {
    this.space = space;
    this.sampler = sampler;
    this.limit = limit;
  }

  @Override
  public List<Point> next(Study study, int atMost) {
    return sample().filter(point -> !study.settled(point)).limit(atMost).toList();
  }

  private Stream<Point> sample() {
    boolean isShort = limit <= KEPT || sampler instanceof Cover || sampler instanceof OneAtATime;
    if (isShort && kept.isEmpty()) {
      kept = Optional.of(sampler.points(space, limit).toList());
    }
    return kept.map(List::stream).orElseGet(() -> sampler.points(space, limit));
  }
}
