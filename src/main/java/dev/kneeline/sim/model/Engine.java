package dev.kneeline.sim.model;

/// How an engine computes a step.
///
/// @param assumptions about kernels, links and the host
/// @param graphs which steps are replayed
/// @param speculation what is guessed ahead
/// @param twoBatches whether a step is computed in two halves, so that one's exchanges hide behind
///   the other's work
public record Engine(
    Assumptions assumptions, Graphs graphs, Speculation speculation, boolean twoBatches) {

  /// Everything replayed, nothing guessed.
  public static Engine plain(Assumptions assumptions) {
    return new Engine(assumptions, Graphs.always(), Speculation.none(), false);
  }
}
