package dev.kneeline.search.slo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A method of the plain kind, to be compared with: every value is measured as often as each is to
/// be before the next is named.
abstract class Peer implements SloMethod {

  final SloSettings settings;
  final Sla sla;

  Peer(SloSettings settings, Sla sla) {
    this.settings = settings;
    this.sla = sla;
  }

  /// The next step once all values are measured; limits on the number of runs are held by [#next].
  abstract Step step(List<Reading> history, History runs);

  @Override
  public final Step next(List<Reading> history) {
    History runs = new History(history, settings, sla);
    Optional<Step> trouble = runs.trouble();
    if (trouble.isPresent()) {
      return trouble.get();
    }
    OptionalDouble unfinished = runs.unfinished();
    return runs.limited(
        unfinished.isPresent()
            ? runs.probe(unfinished.getAsDouble(), "the same once more")
            : step(history, runs));
  }
}
