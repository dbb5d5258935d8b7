package dev.kneeline.sweep;

import dev.kneeline.plan.Probing;
import dev.kneeline.plan.SearchMethod;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Cover;
import dev.kneeline.search.Grid;
import dev.kneeline.search.SampleStrategy;
import dev.kneeline.search.Sampler;
import dev.kneeline.search.Strategy;
import dev.kneeline.search.slo.SloSearch;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Study;
import java.util.List;
import java.util.Optional;

/// The strategy that a sweep's `search:` names.
public final class Strategies {

  private static final String GRID = "grid";
  private static final int PAIRS = 2;
  private static final String COVER = "cover";

  private Strategies() {}

  /// What a covering search covers, in one line; empty for every other method.
  public static Optional<String> coverage(Sweep sweep) {
    SearchMethod search = sweep.search();
    if (!search.method().equals(COVER)) {
      return Optional.empty();
    }
    int strength = strength(search);
    return Optional.of(new Cover(strength, search.seed()).coverage(sweep.space()).line(strength));
  }

  /// The search for the largest load within the sweep's limits; empty for every other method.
  public static Optional<SloSearch> slo(Sweep sweep) {
    return sweep.search().method().equals(Probing.METHOD)
        ? Optional.of(new SloSearch(SloQuestions.of(sweep)))
        : Optional.empty();
  }

  /// The points that a call of `run` begins with; of a search, the next run of each configuration.
  static List<Point> ahead(Sweep sweep, Study study, int most) {
    return slo(sweep)
        .map(search -> search.ahead(study))
        .orElseGet(() -> of(sweep).next(Study.empty(), most));
  }

  /// @throws IllegalArgumentException for a method that is none; the sweep's reader has told it
  public static Strategy of(Sweep sweep) {
    SearchMethod search = sweep.search();
    Optional<SloSearch> slo = slo(sweep);
    if (slo.isPresent()) {
      return slo.get();
    }
    if (search.method().equals(GRID) && search.limit().isEmpty()) {
      return new Grid(sweep.space());
    }
    Sampler sampler = Sampler.named(search.method(), search.seed(), strength(search)).orThrow();
    long limit = search.limit().isPresent() ? search.limit().getAsInt() : Long.MAX_VALUE;
    return new SampleStrategy(sweep.space(), sampler, limit);
  }

  private static int strength(SearchMethod search) {
    return search.options().get("t") instanceof Value.Whole(long t, String _)
        ? Math.toIntExact(t)
        : PAIRS;
  }
}
