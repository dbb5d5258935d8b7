package dev.kneeline.load;

import dev.kneeline.metric.Definitions;
import dev.kneeline.metric.FigureOptions;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Interval;
import dev.kneeline.metric.PercentileIntervals;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.StreamSupport;

/// What came of a run.
///
/// @param options as they were used, the model's name found out
/// @param samples one per request that was sent, in the order of their ends
/// @param texts the answers' texts by sample; empty unless they were kept
/// @param window what counts: from the run's start to the last end of a request, less the margins
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

  /// Between which values the true medians and percentiles lie, with a probability of 95 %.
  public SequencedMap<String, Interval> intervals() {
    return PercentileIntervals.of(samples, window, options.reporting().figures());
  }

  /// What failed and why, by class and status.
  public List<Failures> failures() {
    return Failures.of(samples);
  }

  /// The figures of each turn of sessions, the openings first; empty for other workloads.
  public List<Figures> turns() {
    List<Figures> turns = new ArrayList<>();
    if (options.workload().dataset().hasTurns()) {
      int most = 0;
      for (Sample sample : samples) {
        most = Math.max(most, Conversations.turn(sample.index()) + 1);
      }
      for (int turn = 0; turn < most; turn++) {
        turns.add(Definitions.compute(ofTurn(turn), window, options.reporting().figures()));
      }
    }
    return turns;
  }

  private Iterable<Sample> ofTurn(int turn) {
    return () ->
        StreamSupport.stream(samples.spliterator(), false)
            .filter(sample -> Conversations.turn(sample.index()) == turn)
            .iterator();
  }

  /// The stretch in which the load was at its height; empty for loads that have none, such as a
  /// ramp.
  public Optional<SteadyState> steadyState() {
    Pace pace = options.pace();
    FigureOptions figures = options.reporting().figures();
    if (pace.isClosedLoop()) {
      return SteadyState.of(samples, pace.maxConcurrency().orElse(1), figures);
    }
    return pace.hasNoRate() || pace.ramp().isPresent()
        ? Optional.empty()
        : SteadyState.ofOpenLoop(samples, figures);
  }
}
