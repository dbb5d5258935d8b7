package dev.kneeline.sweep;

import dev.kneeline.plan.Sweep;
import dev.kneeline.search.Grid;
import dev.kneeline.search.Strategy;

/// The strategy that a sweep's `search:` names.
public final class Strategies {

  private Strategies() {}

  public static Strategy of(Sweep sweep) {
    return new Grid(sweep.space());
  }
}
