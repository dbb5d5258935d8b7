package dev.kneeline.search.slo;

import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Halves between the two bounds, which it tries first: whole values only, one verdict a value. The
/// plainest peer there is.
final class Bisection extends Peer {

  Bisection(SloSettings settings, Sla sla) {
    super(settings, sla);
  }

  @Override
  Step step(List<Reading> history, History runs) {
    Levels levels = Levels.of(history, sla);
    double least = Math.ceil(settings.variable().least());
    double most = Math.floor(settings.variable().most());
    Optional<Level> top = levels.at(most);
    if (top.isEmpty()) {
      return runs.probe(most, "the upper bound");
    }
    if (top.get().passesByItself()) {
      return new Answer(
          Status.UNBOUNDED,
          OptionalDouble.of(most),
          OptionalDouble.empty(),
          "the upper bound meets it");
    }
    Optional<Level> bottom = levels.at(least);
    if (bottom.isEmpty()) {
      return runs.probe(least, "the lower bound");
    }
    if (!bottom.get().passesByItself()) {
      return new Answer(
          Status.INFEASIBLE,
          OptionalDouble.empty(),
          OptionalDouble.of(least),
          "the lower bound misses it");
    }
    double pass = least;
    double fails = most;
    while (pass + 1 < fails) {
      double middle = Math.floor((pass + fails) / 2);
      Optional<Level> level = levels.at(middle);
      if (level.isEmpty()) {
        return runs.probe(middle, "the middle");
      }
      if (level.get().passesByItself()) {
        pass = middle;
      } else {
        fails = middle;
      }
    }
    return new Answer(
        Status.FOUND,
        OptionalDouble.of(pass),
        OptionalDouble.of(fails),
        "no whole value lies between a pass and a miss");
  }
}
