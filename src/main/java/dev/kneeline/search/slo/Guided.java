package dev.kneeline.search.slo;

import java.util.List;
import java.util.Optional;

/// Our own search: a saturated run tells the scale, a few steps find a value that passes and one
/// above that does not, interpolation closes in between, and what noise makes doubtful is measured
/// again.
final class Guided implements SloMethod {

  private final SloSettings settings;
  private final Sla sla;

  Guided(SloSettings settings, Sla sla) {
    this.settings = settings;
    this.sla = sla;
  }

  @Override
  public Step next(List<Reading> history) {
    History runs = new History(history, settings, sla);
    Optional<Step> trouble = runs.trouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    Levels levels = Levels.of(history, sla);
    if (levels.isEmpty() && levels.saturated().isEmpty()) {
      return runs.probe(settings.start(), "shows what the server can do");
    }
    Range range = Range.of(settings, levels);
    Step step =
        levels
            .highestPass()
            .map(pass -> new Closing(settings, levels, range).next(pass))
            .orElseGet(() -> new Opening(settings, sla, levels, range).next());
    return runs.limited(carried(step, history, levels), levels);
  }

  /// An answer stands only on ends whose runs had the requests that its percentiles ask for:
  /// another run of an end adds to them, as often as one value is measured at most.
  private Step carried(Step step, List<Reading> history, Levels levels) {
    if (!(step instanceof Step.Answer answer) || answer.status() == Step.Status.INCONCLUSIVE) {
      return step;
    }
    for (Level level : levels.all()) {
      boolean end =
          answer.value().orElse(-1) == level.value() || answer.fails().orElse(-1) == level.value();
      Optional<String> thin = end ? new Samples(sla, history).thin(level) : Optional.empty();
      if (thin.isPresent()) {
        return level.runs() < settings.runs()
            ? new Step.Probe(level.value(), 0, "again, since " + thin.get())
            : History.inconclusive(thin.get(), levels);
      }
    }
    return step;
  }
}
