package dev.kneeline.sim;

import dev.kneeline.sim.model.Assumptions;
import dev.kneeline.sim.model.Deployment;
import dev.kneeline.sim.model.Engine;
import dev.kneeline.sim.model.Limits;
import dev.kneeline.sim.model.MemoryPlan;
import dev.kneeline.sim.model.QueueOrder;
import java.util.List;

/// What an engine's flags come to on a GPU: a server that starts, or the words it dies with.
public sealed interface EnginePlan {

  /// @param deployment the model on its GPUs
  /// @param engine how it computes a step
  /// @param limits of the scheduler
  /// @param order of its queue
  /// @param activationBytes on each GPU for one step
  /// @param maxModelLength longest prompt and answer together
  /// @param lines what the engine prints of it
  record Starts(
      Deployment deployment,
      Engine engine,
      Limits limits,
      QueueOrder order,
      double activationBytes,
      int maxModelLength,
      List<String> lines)
      implements EnginePlan {

    Assumptions assumptions() {
      return engine.assumptions();
    }

    /// The largest step whose activations fit, over all replicas.
    double activationTokens() {
      double bytesOfToken = MemoryPlan.activationBytes(deployment, 1);
      return activationBytes / bytesOfToken * deployment.parallelism().replicas();
    }
  }

  /// @param cause the line in the engine's own words
  record Dies(String cause) implements EnginePlan {}
}
