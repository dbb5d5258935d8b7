package dev.kneeline.study;

import dev.kneeline.space.Point;

/// A point with its state.
public record Trial(Point point, TrialState state) {

  public Trial in(TrialState next) {
    return new Trial(point, next);
  }
}
