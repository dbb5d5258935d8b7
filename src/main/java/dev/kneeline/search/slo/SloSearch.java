package dev.kneeline.search.slo;

import dev.kneeline.search.Strategy;
import dev.kneeline.search.slo.SloOutcome.Probed;
import dev.kneeline.search.slo.SloOutcome.State;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Seeks for each configuration and each SLA the largest load, one configuration after the other,
/// so that its server stays up, and one run at a time.
///
/// Where only the best configuration is wanted, those are left early that cannot be it: one whose
/// saturated run is below the best answer so far, or that misses the SLA just above it.
public final class SloSearch implements Strategy {

  private final SloQuestion question;
  private final List<Point> points;

  public SloSearch(SloQuestion question) {
    this.question = question;
    this.points = question.space().points().toList();
  }

  @Override
  public List<Point> next(Study study, int atMost) {
    Readings readings = new Readings(study, question.variable());
    OptionalDouble[] best = new OptionalDouble[question.slas().size()];
    Arrays.fill(best, OptionalDouble.empty());
    for (Point point : points) {
      for (int sla = 0; sla < best.length; sla++) {
        Decision decision = decide(point, sla, readings, best[sla]);
        if (decision.probe().isPresent()) {
          return List.of(
              readings.at(
                  point, decision.probe().get().value(), question.settings().variable().whole()));
        }
        best[sla] = better(point, decision, best[sla]);
      }
    }
    return List.of();
  }

  /// The next run of every configuration whose search is not over.
  public List<Point> ahead(Study study) {
    Readings readings = new Readings(study, question.variable());
    boolean whole = question.settings().variable().whole();
    List<Point> ahead = new ArrayList<>();
    for (Point point : points) {
      for (int sla = 0; sla < question.slas().size(); sla++) {
        Decision decision = decide(point, sla, readings, OptionalDouble.empty());
        if (decision.probe().isPresent()) {
          ahead.add(readings.at(point, decision.probe().get().value(), whole));
          break;
        }
      }
    }
    return ahead;
  }

  /// What is sought, in one line for a person.
  public String line() {
    return "%s within %s: up to %d runs for each of %d configuration%s"
        .formatted(
            question.variable(),
            question.slas().stream().map(Sla::text).collect(Collectors.joining("; ")),
            question.settings().probes() * question.slas().size(),
            points.size(),
            points.size() == 1 ? "" : "s");
  }

  public SloQuestion question() {
    return question;
  }

  @Override
  public int runs(Point point, Study study, int repeat) {
    return study.trial(point).map(trial -> trial.state().committed().size()).orElse(0) + 1;
  }

  @Override
  public boolean knows(Point point, SearchSpace space) {
    Readings none = new Readings(Study.empty(), question.variable());
    Point configuration = none.configuration(point);
    return !point.value(question.variable()).isUnset()
        && points.stream().anyMatch(each -> none.configuration(each).equals(configuration));
  }

  /// Every search as far as it came, configuration by configuration.
  public List<SloOutcome> outcomes(Study study) {
    Readings readings = new Readings(study, question.variable());
    OptionalDouble[] best = new OptionalDouble[question.slas().size()];
    Arrays.fill(best, OptionalDouble.empty());
    List<SloOutcome> outcomes = new ArrayList<>();
    for (Point point : points) {
      for (int sla = 0; sla < best.length; sla++) {
        Decision decision = decide(point, sla, readings, best[sla]);
        best[sla] = better(point, decision, best[sla]);
        Point configuration = readings.configuration(point);
        outcomes.add(
            new SloOutcome(
                configuration,
                question.slas().get(sla),
                decision.state(),
                probed(sla, readings.of(configuration))));
      }
    }
    return outcomes;
  }

  /// Where one search stands.
  private record Decision(Optional<Step.Probe> probe, State state) {}

  private Decision decide(Point point, int sla, Readings readings, OptionalDouble best) {
    List<Reading> history = readings.of(readings.configuration(point));
    Step step = method(sla).next(history);
    return switch (step) {
      case Step.Answer answer -> new Decision(Optional.empty(), new State.Answered(answer));
      case Step.Probe probe ->
          best.isEmpty()
              ? new Decision(Optional.of(probe), new State.Open())
              : against(
                  point, best.getAsDouble(), probe, Levels.of(history, question.slas().get(sla)));
    };
  }

  /// A configuration that is worth a search only if it carries more than the best so far.
  private Decision against(Point point, double best, Step.Probe probe, Levels levels) {
    SloSettings settings = question.settings();
    double load = question.load(point, best);
    double above = settings.variable().above(load, settings.tolerance());
    OptionalDouble full = atMost(levels);
    if (full.isPresent() && full.getAsDouble() < load) {
      return pruned(
          "it does %s a second at most".formatted(Numbers.brief(full.getAsDouble())), load);
    }
    boolean passesAbove = levels.highestPass().filter(pass -> pass.value() >= above).isPresent();
    Optional<Level> miss =
        levels.all().stream()
            .filter(level -> level.value() <= above && !level.passes())
            .reduce((lower, higher) -> higher);
    if (miss.isPresent() && !passesAbove && miss.get().value() >= load) {
      return pruned("%s misses the SLA".formatted(Numbers.shortest(miss.get().value())), load);
    }
    boolean begun = settings.start() < Double.POSITIVE_INFINITY || levels.saturated().isPresent();
    boolean toTry =
        begun && !passesAbove && levels.at(above).isEmpty() && above < settings.variable().most();
    Step.Probe next =
        toTry ? new Step.Probe(above, 1, "just above what the best one carries") : probe;
    return new Decision(Optional.of(next), new State.Open());
  }

  /// Requests a second that a configuration cannot exceed within the SLA. A saturated run tells it
  /// only where it misses the SLA: one that meets it had too few clients to fill the server.
  private OptionalDouble atMost(Levels levels) {
    boolean filled = levels.saturated().filter(Level::passes).isEmpty();
    return question.settings().variable().whole() || !filled
        ? OptionalDouble.empty()
        : levels.full();
  }

  private static Decision pruned(String reason, double load) {
    return new Decision(
        Optional.empty(),
        new State.Pruned(
            "%s, and to be the best it would have to carry more than %s"
                .formatted(reason, Numbers.brief(load))));
  }

  private OptionalDouble better(Point point, Decision decision, OptionalDouble best) {
    if (question.best() == SloQuestion.Best.EACH
        || !(decision.state() instanceof State.Answered(Step.Answer answer))
        || answer.value().isEmpty()) {
      return best;
    }
    double worth = question.worth(point, answer.value().getAsDouble());
    return OptionalDouble.of(Math.max(worth, best.orElse(0)));
  }

  private SloMethod method(int sla) {
    SloSettings settings = question.settings();
    SloSettings shared =
        new SloSettings(
            settings.variable(),
            settings.tolerance(),
            settings.runs(),
            settings.probes() * (sla + 1),
            settings.start());
    return SloMethod.named(question.method(), shared, question.slas().get(sla));
  }

  /// The readings in the order in which the search asks for them; those that other SLAs asked for
  /// come last.
  private List<Probed> probed(int sla, List<Reading> readings) {
    List<Reading> left = new ArrayList<>(readings);
    List<Reading> ordered = new ArrayList<>();
    SloMethod method = method(sla);
    while (method.next(ordered) instanceof Step.Probe probe) {
      Optional<Reading> taken =
          left.stream()
              .filter(reading -> reading.value() == probe.value())
              .filter(reading -> reading.repetition() == probe.repetition())
              .findFirst();
      if (taken.isEmpty()) {
        break;
      }
      left.remove(taken.get());
      ordered.add(taken.get());
    }
    ordered.addAll(left);
    return ordered.stream().map(reading -> question.slas().get(sla).probed(reading)).toList();
  }
}
