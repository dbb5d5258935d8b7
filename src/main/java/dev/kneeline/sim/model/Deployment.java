package dev.kneeline.sim.model;

import java.util.Optional;

/// A model on GPUs.
///
/// @param gpu the kind, all alike
/// @param model what they serve
/// @param weights format of its weights
/// @param cache format of the KV cache
/// @param parallelism how the GPUs share it
/// @param draft a model on the same GPUs that guesses ahead for it
public record Deployment(
    Gpu gpu,
    ModelShape model,
    Precision weights,
    Precision cache,
    Parallelism parallelism,
    Optional<Deployment> draft) {

  /// A model alone.
  public Deployment(
      Gpu gpu, ModelShape model, Precision weights, Precision cache, Parallelism parallelism) {
    this(gpu, model, weights, cache, parallelism, Optional.empty());
  }

  /// The same with a model that guesses ahead, which has all its layers in one stage.
  public Deployment guessedBy(ModelShape other, Precision otherWeights) {
    Parallelism whole =
        new Parallelism(
            parallelism.shards(),
            parallelism.replicas(),
            1,
            parallelism.expertShards(),
            parallelism.wholeExperts());
    Deployment guessing = new Deployment(gpu, other, otherWeights, cache, whole);
    return new Deployment(gpu, model, weights, cache, parallelism, Optional.of(guessing));
  }

  /// Bytes of the weights outside the routed experts, one copy.
  public double denseBytes() {
    return (model.parameters().total() - model.parameters().routed()) * weights.bytes();
  }

  /// Bytes of the routed experts, one copy.
  public double routedBytes() {
    return model.parameters().routed() * weights.bytes();
  }

  /// Bytes of weights that each GPU holds, those of what guesses ahead included.
  public double weightBytesPerGpu() {
    Parallelism split = parallelism;
    double own =
        (denseBytes() / split.shards() + routedBytes() / split.expertShards()) / split.stages();
    return own + draft.map(Deployment::weightBytesPerGpu).orElse(0.0);
  }

  /// Bytes of the KV cache of one token that each GPU of its copy holds and a step reads; a latent
  /// cache is whole on each of them.
  public double kvBytesPerGpu() {
    int parts = Math.min(parallelism.shards(), model.attention().kvHeads());
    return model.kvBytes(cache) / parts / parallelism.stages();
  }

  /// The same with the cache of what guesses ahead.
  public double cacheBytesPerGpu() {
    return kvBytesPerGpu() + draft.map(Deployment::kvBytesPerGpu).orElse(0.0);
  }
}
