package dev.kneeline.sweep;

import dev.kneeline.plan.SearchMethod;
import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Grid;
import dev.kneeline.search.SampleStrategy;
import dev.kneeline.search.Sampler;
import dev.kneeline.search.Strategy;
import dev.kneeline.space.Value;

/// The strategy that a sweep's `search:` names.
public final class Strategies {

  private static final String GRID = "grid";
  private static final long PAIRS = 2;

  private Strategies() {}

  /// @throws IllegalArgumentException for a method that is none; the sweep's reader has told it
  public static Strategy of(Sweep sweep) {
    SearchMethod search = sweep.search();
    if (search.method().equals(GRID) && search.limit().isEmpty()) {
      return new Grid(sweep.space());
    }
    int strength =
        search.options().get("t") instanceof Value.Whole(long t, String _) ? (int) t : (int) PAIRS;
    Sampler sampler = Sampler.named(search.method(), search.seed(), strength).orThrow();
    long limit = search.limit().isPresent() ? search.limit().getAsInt() : Long.MAX_VALUE;
    return new SampleStrategy(sweep.space(), sampler, limit);
  }
}
