package dev.kneeline.analysis;

import dev.kneeline.search.slo.SloOutcome;
import dev.kneeline.search.slo.Step;
import dev.kneeline.space.Names;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// The largest load that a configuration carries within an SLA, as it is shown and kept.
///
/// @param configuration its parameters, short
/// @param variable the load's name, such as `request-rate`
/// @param sla the limits, as text
/// @param status FOUND, INFEASIBLE, UNBOUNDED or INCONCLUSIVE; PRUNED for one that was left, OPEN
///   for one that goes on
/// @param value the largest load that meets the SLA
/// @param fails the smallest one above it that does not
/// @param why which rule ended the search, in words
/// @param probes every run, in the order in which the search asks for them
public record SlaAnswer(
    String configuration,
    String variable,
    String sla,
    String status,
    OptionalDouble value,
    OptionalDouble fails,
    String why,
    List<SloOutcome.Probed> probes) {

  public SlaAnswer {
    probes = List.copyOf(probes);
  }

  /// @param variable the load's full name
  public static SlaAnswer of(SloOutcome outcome, String variable) {
    return switch (outcome.state()) {
      case SloOutcome.State.Answered(Step.Answer answer) ->
          of(outcome, variable, answer.status().name(), answer);
      case SloOutcome.State.Pruned(String reason) ->
          of(outcome, variable, "PRUNED", nothing(reason));
      case SloOutcome.State.Open() -> of(outcome, variable, "OPEN", nothing("not finished"));
    };
  }

  private static SlaAnswer of(
      SloOutcome outcome, String variable, String status, Step.Answer answer) {
    return new SlaAnswer(
        outcome.configuration().label(),
        Names.brief(variable),
        outcome.sla().text(),
        status,
        answer.value(),
        answer.fails(),
        answer.why(),
        outcome.probes());
  }

  private static Step.Answer nothing(String why) {
    return new Step.Answer(
        Step.Status.INCONCLUSIVE, OptionalDouble.empty(), OptionalDouble.empty(), why);
  }

  /// The place of the answer that carries most among all; empty where none carries anything.
  public static OptionalInt largest(List<SlaAnswer> answers) {
    int best = -1;
    for (int place = 0; place < answers.size(); place++) {
      double value = answers.get(place).value().orElse(0);
      if (value > 0 && (best < 0 || value > answers.get(best).value().orElse(0))) {
        best = place;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }
}
