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
    return runs.limited(step, levels);
  }
}
