package dev.kneeline.load;

import dev.kneeline.metric.Definitions;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Window;
import java.util.List;
import java.util.Optional;

/// What came of a run.
///
/// @param options as they were used, the model's name found out
/// @param samples one per request that was sent, in the order of their ends
/// @param texts the answers' texts by sample; empty unless they were kept
/// @param window from the run's start to the last end of a request
/// @param server what the server told of itself meanwhile
/// @param stopped why sending stopped early; "" when it did not
public record LoadResult(
    LoadOptions options,
    Samples samples,
    List<String> texts,
    Window window,
    Verdict verdict,
    ClientFacts client,
    ServerSeries server,
    String stopped) {

  /// Not all of the planned requests were sent, because somebody or something stopped the run.
  public boolean isPartial() {
    return !stopped.isEmpty();
  }

  /// The figures by the options' percentiles, goodput limits and GPUs.
  public Figures figures() {
    return Definitions.compute(samples, window, options.reporting().figures());
  }

  /// The stretch in which a closed loop was full; empty for other loads.
  public Optional<SteadyState> steadyState() {
    return options.pace().isClosedLoop()
        ? SteadyState.of(
            samples, options.pace().maxConcurrency().orElse(1), options.reporting().figures())
        : Optional.empty();
  }
}
