package dev.kneeline.search.slo;

import dev.kneeline.space.Point;
import java.util.List;
import java.util.OptionalDouble;

/// What became of the search for one configuration and one SLA.
///
/// @param configuration its parameters without the variable
/// @param sla what is to be met
/// @param state how far it came
/// @param probes every reading of the configuration, in the order in which the search asks for them
public record SloOutcome(Point configuration, Sla sla, State state, List<Probed> probes) {

  public SloOutcome {
    probes = List.copyOf(probes);
  }

  /// How far a search came.
  public sealed interface State {

    /// It is over.
    record Answered(Step.Answer answer) implements State {}

    /// It was left, since another configuration carries more.
    record Pruned(String reason) implements State {}

    /// It goes on with the next call.
    record Open() implements State {}
  }

  /// One reading, judged.
  ///
  /// @param value the variable's; infinite for the saturated run
  /// @param limit the limit that is worst off, as text; empty where it could not be judged
  /// @param margin the figure's distance from that limit as a share of it, above 0 where the SLA is
  ///   missed; infinite where there was no figure, empty where it could not be judged
  /// @param note why it could not be judged
  public record Probed(
      double value, int repetition, String limit, OptionalDouble margin, String note) {

    public boolean passes() {
      return margin.isPresent() && margin.getAsDouble() <= 0;
    }
  }
}
