package dev.kneeline.plan;

import dev.kneeline.space.SearchSpace;

/// The question: what is measured, over which space, how, and what counts as good.
///
/// @param name of the study's folder and of pictures' titles
/// @param subject the server that is measured, or none
/// @param measurement what applies load and gives the figures
/// @param space the points that may be measured
/// @param search which of them, in what order
/// @param goal what is best, and what must hold
/// @param conduct repetitions, order, budget, pruning
/// @param placement where it runs
public record Sweep(
    String name,
    Subject subject,
    Measurement measurement,
    SearchSpace space,
    SearchMethod search,
    Goal goal,
    Conduct conduct,
    Placement placement) {

  /// The same question, carried out otherwise.
  public Sweep with(Conduct other) {
    return new Sweep(name, subject, measurement, space, search, goal, other, placement);
  }
}
