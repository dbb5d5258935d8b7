package dev.kneeline.sim.model;

/// A model on GPUs.
///
/// @param gpu the kind, all alike
/// @param model what they serve
/// @param weights format of its weights
/// @param cache format of the KV cache
/// @param parallelism how the GPUs share it
public record Deployment(
    Gpu gpu, ModelShape model, Precision weights, Precision cache, Parallelism parallelism) {

  /// Bytes of the weights outside the routed experts, one copy.
  public double denseBytes() {
    return (model.parameters().total() - model.parameters().routed()) * weights.bytes();
  }

  /// Bytes of the routed experts, one copy.
  public double routedBytes() {
    return model.parameters().routed() * weights.bytes();
  }

  /// Bytes of weights that each GPU holds.
  public double weightBytesPerGpu() {
    Parallelism split = parallelism;
    return (denseBytes() / split.shards() + routedBytes() / split.expertShards()) / split.stages();
  }

  /// Bytes of the KV cache of one token that each GPU of its copy holds; a latent cache is whole on
  /// each of them.
  public double kvBytesPerGpu() {
    int parts = Math.min(parallelism.shards(), model.attention().kvHeads());
    return model.kvBytes(cache) / parts / parallelism.stages();
  }
}
