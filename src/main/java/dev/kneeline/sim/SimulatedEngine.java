package dev.kneeline.sim;

import dev.kneeline.sim.model.BatchingModel;
import dev.kneeline.sim.model.DisaggregatedModel;
import dev.kneeline.sim.model.Noise;
import dev.kneeline.sim.model.Roofline;
import dev.kneeline.sim.model.TimeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Makes the model of time for an engine that starts; also for virtual time, without a server.
public final class SimulatedEngine {

  private SimulatedEngine() {}

  /// @param noise standard deviation of a step's time, as a share of it
  /// @param seed of the noise; each worker has noise of its own
  /// @param death hears of a step whose activations do not fit, with its tokens
  static TimeModel of(
      EnginePlan.Starts plan,
      SimOptions.Workers workers,
      double noise,
      long seed,
      IntConsumer death) {
    Roofline roofline = new Roofline(plan.deployment(), plan.engine());
    List<BatchingModel> all = new ArrayList<>();
    for (int worker = 0; worker < workers.prefill() + workers.decode(); worker++) {
      all.add(
          new BatchingModel(
                  roofline::stepSeconds,
                  plan.limits(),
                  plan.activationTokens(),
                  new Noise(noise, seed + worker),
                  death)
              .ordered(plan.order(), seed + worker)
              .speculating(plan.engine().speculation(), seed + worker));
    }
    return workers.prefill() == 0
        ? all.getFirst()
        : new DisaggregatedModel(
            all.subList(0, workers.prefill()),
            all.subList(workers.prefill(), all.size()),
            roofline::transferSeconds);
  }

  /// The model of time that a command line of `kneeline sim` describes, for virtual time.
  ///
  /// @throws IllegalArgumentException where the line is wrong, has `--fixed`, or the server would
  ///   not start; the message is the engine's
  public static TimeModel of(List<String> line) {
    return switch (OptionsReader.read(line).pacing()) {
      case SimOptions.Pacing.Modelled(
              EnginePlan.Starts plan,
              SimOptions.Workers workers,
              double noise,
              long seed,
              double speed) ->
          of(plan, workers, noise, seed, tokens -> {});
      case SimOptions.Pacing.Modelled(EnginePlan.Dies(String cause), _, _, _, _) ->
          throw new IllegalArgumentException(cause);
      case SimOptions.Pacing.Fixed fixed ->
          throw new IllegalArgumentException("--fixed has no model behind it");
    };
  }
}
