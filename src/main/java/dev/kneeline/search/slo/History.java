package dev.kneeline.search.slo;

import dev.kneeline.metric.Figures;
import dev.kneeline.search.slo.Reading.Finding;
import dev.kneeline.search.slo.Step.Answer;
import dev.kneeline.search.slo.Step.Probe;
import dev.kneeline.search.slo.Step.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The readings as they were taken: what cannot be used among them, and how many there may be.
final class History {

  /// So many runs at one value may be doubted by the client before the search gives up.
  private static final int DOUBTS = 3;

  private final List<Reading> readings;
  private final SloSettings settings;
  private final Sla sla;

  History(List<Reading> readings, SloSettings settings, Sla sla) {
    this.readings = readings;
    this.settings = settings;
    this.sla = sla;
  }

  /// What must be done before anything else: a run that is no measurement is taken again, or ends
  /// the search.
  Optional<Step> trouble() {
    for (Reading reading : readings) {
      Optional<Step> step =
          switch (reading.finding()) {
            case Finding.Measured(Figures figures) ->
                sla.judge(figures) instanceof Sla.Judged.Impossible(String reason)
                    ? Optional.of(inconclusive(reason))
                    : Optional.empty();
            case Finding.BrokeDown _ -> Optional.empty();
            case Finding.Invalid invalid -> again(reading.value(), invalid.brief());
            case Finding.Unusable(String reason) ->
                Optional.of(
                    inconclusive(
                        "the run at %s failed: %s".formatted(text(reading.value()), reason)));
          };
      if (step.isPresent()) {
        return step;
      }
    }
    return Optional.empty();
  }

  private Optional<Step> again(double value, String reason) {
    List<Reading> there = at(value);
    long doubts = there.stream().filter(each -> each.finding() instanceof Finding.Invalid).count();
    if (doubts < there.size()) {
      return Optional.empty();
    }
    return Optional.of(
        doubts < DOUBTS
            ? limited(probe(value, "again, since the client was in doubt: " + reason))
            : inconclusive("the client could not measure %s: %s".formatted(text(value), reason)));
  }

  /// The next run at a value.
  Step probe(double wanted, String why) {
    double value = Double.isInfinite(wanted) ? wanted : settings.variable().at(wanted);
    int last = at(value).stream().mapToInt(Reading::repetition).max().orElse(0);
    return new Probe(value, last + 1, why);
  }

  /// The step with its number of run, or the end where no more runs are left.
  Step limited(Step step, Levels levels) {
    return switch (step) {
      case Answer answer -> answer;
      case Probe probe when readings.size() < settings.probes() ->
          probe(probe.value(), probe.why());
      case Probe _ -> inconclusive(spent(), levels);
    };
  }

  /// The step, or the end where no more runs are left.
  Step limited(Step step) {
    return readings.size() < settings.probes()
        ? step
        : step instanceof Answer ? step : inconclusive(spent());
  }

  private String spent() {
    return "%d runs did not settle it".formatted(readings.size());
  }

  /// A value that was not measured as often as each is to be.
  OptionalDouble unfinished() {
    return readings.stream()
        .filter(reading -> !reading.saturated())
        .filter(reading -> measured(reading.value()) < settings.runs())
        .mapToDouble(Reading::value)
        .findFirst();
  }

  private long measured(double value) {
    return at(value).stream().filter(each -> !(each.finding() instanceof Finding.Invalid)).count();
  }

  private List<Reading> at(double value) {
    return readings.stream().filter(each -> each.value() == value).toList();
  }

  /// The end without an answer, with what is known all the same.
  Answer inconclusive(String why) {
    return inconclusive(why, Levels.of(readings, sla));
  }

  static Answer inconclusive(String why, Levels levels) {
    Optional<Level> pass = levels.highestPass();
    Optional<Level> miss = levels.lowestMissAbove(pass.map(Level::value).orElse(0.0));
    String met = pass.map(level -> Numbers.shortest(level.value()) + " met it").orElse("");
    String missed = miss.map(level -> Numbers.shortest(level.value()) + " did not").orElse("");
    String known =
        String.join(", ", Stream.of(met, missed).filter(part -> !part.isEmpty()).toList());
    return new Answer(
        Status.INCONCLUSIVE,
        value(pass),
        value(miss),
        known.isEmpty() ? why : "%s; so far %s".formatted(why, known));
  }

  private static OptionalDouble value(Optional<Level> level) {
    return level.stream().mapToDouble(Level::value).findFirst();
  }

  static String text(double value) {
    return Double.isInfinite(value) ? "full speed" : Numbers.shortest(value);
  }
}
