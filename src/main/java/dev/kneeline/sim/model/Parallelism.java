package dev.kneeline.sim.model;

/// How one server's GPUs share a model.
///
/// @param shards GPUs over which one copy of the attention and dense weights is split
/// @param replicas copies of these, each with requests of its own
/// @param stages groups of layers that follow one another
/// @param expertShards GPUs over which one copy of the experts is split
/// @param wholeExperts whether a GPU holds whole experts (and tokens travel to them) or a slice of
///   each
public record Parallelism(
    int shards, int replicas, int stages, int expertShards, boolean wholeExperts) {

  public Parallelism {
    if (shards < 1 || replicas < 1 || stages < 1 || expertShards < 1) {
      throw new IllegalArgumentException("every degree of parallelism is at least 1");
    }
  }

  /// One GPU.
  public static Parallelism single() {
    return tensor(1);
  }

  /// `gpus` that share every matrix.
  public static Parallelism tensor(int gpus) {
    return new Parallelism(gpus, 1, 1, gpus, false);
  }

  /// GPUs of the whole server.
  public int gpus() {
    return shards * replicas * stages;
  }
}
