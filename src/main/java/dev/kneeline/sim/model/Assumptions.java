package dev.kneeline.sim.model;

/// What a datasheet does not tell: how much of each peak real kernels reach, and what a step costs
/// beside them. Round numbers from public profiles; docs/reference/simulator.md says which.
///
/// @param bandwidthShare part of the memory's peak
/// @param computeShare part of the arithmetic peak
/// @param linkShare part of a link's peak
/// @param stepSeconds scheduling, launch and sampling of one step
/// @param sequenceSeconds the host's work for each sequence of a step
/// @param layerSeconds kernel launches of one layer where no graph replays them
/// @param collectiveSeconds start of one exchange among GPUs
public record Assumptions(
    double bandwidthShare,
    double computeShare,
    double linkShare,
    double stepSeconds,
    double sequenceSeconds,
    double layerSeconds,
    double collectiveSeconds) {

  /// With captured graphs and a scheduler that runs between steps.
  public static Assumptions usual() {
    return new Assumptions(0.8, 0.6, 0.75, 1.5e-3, 4e-6, 0, 10e-6);
  }

  /// Without captured graphs: about 20 kernels of 5 µs in each layer.
  public Assumptions eager() {
    return new Assumptions(
        bandwidthShare,
        computeShare,
        linkShare,
        stepSeconds,
        sequenceSeconds,
        100e-6,
        collectiveSeconds);
  }

  /// With a scheduler that works while the GPU does: only the launch remains.
  public Assumptions overlapped() {
    return new Assumptions(
        bandwidthShare, computeShare, linkShare, 0.5e-3, 0, layerSeconds, collectiveSeconds);
  }
}
