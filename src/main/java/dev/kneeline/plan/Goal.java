package dev.kneeline.plan;

import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.List;

/// What is best, and what must hold for a point to count at all.
public record Goal(Objective objective, List<Slo> slos) {

  public Goal {
    slos = List.copyOf(slos);
  }
}
