package dev.kneeline.sim.model;

/// What a datasheet does not tell: how much of each peak real kernels reach, and what a step costs
/// beside them. Round numbers from public profiles; docs/reference/simulator.md says which.
///
/// @param bandwidthShare part of the memory's peak
/// @param computeShare part of the arithmetic peak
/// @param linkShare part of a link's peak
/// @param stepSeconds scheduling, launch and sampling of one step
/// @param sequenceSeconds the host's work for each sequence of a step
/// @param kernels how closely they can follow one another
/// @param draftSeconds launch and sampling of one pass of a draft model
/// @param collectiveSeconds start of one exchange among GPUs
public record Assumptions(
    double bandwidthShare,
    double computeShare,
    double linkShare,
    double stepSeconds,
    double sequenceSeconds,
    Kernels kernels,
    double draftSeconds,
    double collectiveSeconds) {

  /// The kernels of a layer, however little they have to do.
  ///
  /// @param dense how many a layer is
  /// @param routed how many, with experts
  /// @param launchSeconds from one to the next where the host launches them
  /// @param replaySeconds from one to the next where a graph replays them
  public record Kernels(int dense, int routed, double launchSeconds, double replaySeconds) {

    private static Kernels usual() {
      return new Kernels(20, 40, 15e-6, 2.5e-6);
    }

    /// The least time of a pass.
    double seconds(ModelShape model, boolean replayed) {
      int inLayer = model.experts().count() > 0 ? routed : dense;
      return (replayed ? replaySeconds : launchSeconds) * inLayer * model.layers();
    }
  }

  /// With a scheduler that runs between steps.
  public static Assumptions usual() {
    return new Assumptions(0.8, 0.6, 0.75, 1.5e-3, 4e-6, Kernels.usual(), 0.2e-3, 10e-6);
  }

  /// With a scheduler that works while the GPU does: only the launch remains.
  public Assumptions overlapped() {
    return new Assumptions(
        bandwidthShare,
        computeShare,
        linkShare,
        0.5e-3,
        0,
        kernels,
        draftSeconds,
        collectiveSeconds);
  }
}
