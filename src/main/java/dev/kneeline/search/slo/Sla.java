package dev.kneeline.search.slo;

import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Slo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Limits that must all hold at once, and under them always one on failed requests: a server that
/// answers nothing has no latency to complain of, and still serves nobody.
///
/// @param limits in the order in which they were written; without any, only failures count
/// @param failureRate the largest share of failed requests that passes
public record Sla(List<Slo> limits, double failureRate) {

  /// One request in a hundred.
  public static final double USUAL_FAILURE_RATE = 0.01;

  static final String FAILURE_RATE = "failure_rate";

  public Sla {
    limits = List.copyOf(limits);
  }

  public Sla(List<Slo> limits) {
    this(limits, USUAL_FAILURE_RATE);
  }

  /// As a person would write it.
  public String text() {
    return limits.stream().map(Slo::text).collect(Collectors.joining(", "));
  }

  /// Whether a result keeps every limit.
  public boolean holds(Figures figures) {
    return judge(figures) instanceof Judged.Possible(List<Strain> strains)
        && strains.stream().allMatch(strain -> strain.log() <= 0);
  }

  /// All limits, that on failures last.
  List<Slo> all() {
    List<Slo> all = new ArrayList<>(limits);
    all.add(new Slo(FAILURE_RATE, Slo.Comparison.AT_MOST, failureRate));
    return all;
  }

  /// The strain on each of [#all()].
  ///
  /// Where so many requests failed that the limit on failures is broken, all that has no figure is
  /// as bad as can be; otherwise a limit without a figure cannot be judged.
  Judged judge(Figures figures) {
    double failures = failures(figures);
    List<Strain> strains = new ArrayList<>();
    for (Slo slo : all()) {
      OptionalDouble value = actual(slo, figures);
      if (value.isPresent()) {
        strains.add(Strain.of(slo, value.getAsDouble()));
      } else if (failures > failureRate) {
        strains.add(Strain.worst(slo));
      } else {
        return new Judged.Impossible("the result has no " + slo.key());
      }
    }
    return new Judged.Possible(strains);
  }

  /// A reading, judged.
  SloOutcome.Probed probed(Reading reading) {
    return switch (reading.finding()) {
      case Reading.Finding.Measured(Figures figures) ->
          switch (judge(figures)) {
            case Judged.Possible(List<Strain> strains) -> judged(reading, strains);
            case Judged.Impossible(String reason) -> unjudged(reading, reason);
          };
      case Reading.Finding.BrokeDown(String reason) ->
          new SloOutcome.Probed(
              reading.value(),
              reading.repetition(),
              text(),
              OptionalDouble.of(Double.POSITIVE_INFINITY),
              reason);
      case Reading.Finding.Invalid invalid -> unjudged(reading, "invalid: " + invalid.reason());
      case Reading.Finding.Unusable(String reason) -> unjudged(reading, reason);
    };
  }

  private static SloOutcome.Probed judged(Reading reading, List<Strain> strains) {
    Strain worst = strains.stream().max(Comparator.comparingDouble(Strain::log)).orElseThrow();
    return new SloOutcome.Probed(
        reading.value(),
        reading.repetition(),
        worst.slo().text(),
        OptionalDouble.of(worst.margin()),
        "");
  }

  private static SloOutcome.Probed unjudged(Reading reading, String reason) {
    return new SloOutcome.Probed(
        reading.value(), reading.repetition(), "", OptionalDouble.empty(), reason);
  }

  /// The figure that a limit is held against.
  OptionalDouble actual(Slo slo, Figures figures) {
    return slo.key().equals(FAILURE_RATE)
        ? OptionalDouble.of(failures(figures))
        : figures.value(slo.key());
  }

  /// What a result says of the limits.
  sealed interface Judged {

    /// @param strains one for each limit
    record Possible(List<Strain> strains) implements Judged {}

    record Impossible(String reason) implements Judged {}
  }

  /// The share of failed requests; where nothing came whole, and nothing says how much failed, all.
  private static double failures(Figures figures) {
    OptionalDouble rate = figures.value(FAILURE_RATE);
    double completed = figures.value("completed").orElse(Double.NaN);
    double failed = figures.value("failed").orElse(0);
    if (completed == 0) {
      return 1;
    }
    return rate.orElseGet(() -> Double.isNaN(completed) ? 0 : failed / (completed + failed));
  }
}
