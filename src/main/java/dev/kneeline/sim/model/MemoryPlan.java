package dev.kneeline.sim.model;

/// What of a GPU's memory is left for the KV cache, or why a server cannot start.
public sealed interface MemoryPlan {

  /// The server starts.
  ///
  /// @param cacheTokens that fit in the KV caches of all replicas
  /// @param activationBytes left on each GPU for what a step computes
  record Fits(long cacheTokens, double activationBytes) implements MemoryPlan {}

  /// An allocation fails.
  ///
  /// @param wantedBytes that were asked for
  /// @param freeBytes that were left
  record OutOfMemory(double wantedBytes, double freeBytes) implements MemoryPlan {}

  /// The weights leave no room for a cache within the fraction that was given.
  ///
  /// @param missingBytes on each GPU until the first byte of cache
  record NoCache(double missingBytes) implements MemoryPlan {}

  /// Context, libraries and buffers of each process on a GPU.
  double RUNTIME_BYTES = 1.5 * (1 << 30);

  /// Captured graphs before the first sequence.
  double GRAPH_BYTES = 0.5 * (1 << 30);

  /// vLLM's rule: the fraction holds weights, the largest step's activations, and the cache; the
  /// rest of the GPU holds the runtime and the graphs.
  ///
  /// Llama 3.1 8B on an h100 at 0.9 and 8,192 tokens a step: 77.31 GB less 16.06 GB of weights and
  /// 1.21 GB of activations are 60.04 GB, or 458,079 tokens.
  ///
  /// @param fraction `gpu-memory-utilization`
  /// @param stepTokens the token budget of one step of one replica
  /// @param graphSequences the largest batch with a captured graph, 0 for none
  static MemoryPlan vllm(
      Deployment deployment, double fraction, int stepTokens, int graphSequences) {
    double total = deployment.gpu().memoryBytes();
    double outside = RUNTIME_BYTES + graphBytes(deployment, graphSequences);
    double activations = activationBytes(deployment, stepTokens);
    double cache = fraction * total - deployment.weightBytesPerGpu() - activations;
    if (deployment.weightBytesPerGpu() + RUNTIME_BYTES > total) {
      return new OutOfMemory(deployment.weightBytesPerGpu(), total - RUNTIME_BYTES);
    }
    if (cache <= 0) {
      return new NoCache(-cache);
    }
    double free = (1 - fraction) * total;
    return outside > free
        ? new OutOfMemory(outside, free)
        : new Fits(cacheTokens(deployment, cache), activations);
  }

  /// vLLM's rule where the cache's size is given: it must fit beside everything else.
  ///
  /// @param cacheBytes `kv-cache-memory-bytes`, on each GPU
  /// @param stepTokens the token budget of one step of one replica
  /// @param graphSequences the largest batch with a captured graph, 0 for none
  static MemoryPlan fixed(
      Deployment deployment, double cacheBytes, int stepTokens, int graphSequences) {
    double activations = activationBytes(deployment, stepTokens);
    double free =
        deployment.gpu().memoryBytes()
            - RUNTIME_BYTES
            - graphBytes(deployment, graphSequences)
            - deployment.weightBytesPerGpu()
            - activations;
    return cacheBytes > free
        ? new OutOfMemory(cacheBytes, Math.max(0, free))
        : new Fits(cacheTokens(deployment, cacheBytes), activations);
  }

  /// SGLang's rule: the fraction holds weights and cache; runtime, graphs and activations share
  /// what is left, so that a high fraction starts well and dies when a large step comes.
  ///
  /// @param fraction `mem-fraction-static`
  /// @param graphSequences the largest batch with a captured graph, 0 for none
  static MemoryPlan sglang(Deployment deployment, double fraction, int graphSequences) {
    double total = deployment.gpu().memoryBytes();
    double outside = RUNTIME_BYTES + graphBytes(deployment, graphSequences);
    double cache = fraction * total - deployment.weightBytesPerGpu();
    double free = (1 - fraction) * total;
    if (deployment.weightBytesPerGpu() + RUNTIME_BYTES > total) {
      return new OutOfMemory(deployment.weightBytesPerGpu(), total - RUNTIME_BYTES);
    }
    if (cache <= 0) {
      return new NoCache(-cache);
    }
    return outside > free
        ? new OutOfMemory(outside, free)
        : new Fits(cacheTokens(deployment, cache), free - outside);
  }

  /// TensorRT-LLM's rule: weights, runtime, graphs and the largest step's activations first, then
  /// the fraction of what is still free holds the cache.
  ///
  /// Llama 3.1 8B on an h100 at 0.9, 8,192 tokens a step and graphs of up to 128 sequences: 85.90
  /// GB less 16.06, 1.61, 0.60 and 1.21 GB leave 66.42 GB, of which 59.78 GB are cache, or 456,047
  /// tokens.
  ///
  /// @param fraction `kv_cache_free_gpu_memory_fraction`
  /// @param stepTokens the token budget of one step
  /// @param graphSequences the largest batch with a captured graph, 0 for none
  static MemoryPlan trtllm(
      Deployment deployment, double fraction, int stepTokens, int graphSequences) {
    double taken =
        deployment.weightBytesPerGpu() + RUNTIME_BYTES + graphBytes(deployment, graphSequences);
    double activations = activationBytes(deployment, stepTokens);
    double free = deployment.gpu().memoryBytes() - taken - activations;
    if (free <= 0) {
      return new OutOfMemory(
          deployment.weightBytesPerGpu(), deployment.gpu().memoryBytes() - RUNTIME_BYTES);
    }
    double cache = Math.min(fraction, 1) * free;
    return cache <= 0
        ? new NoCache(-cache)
        : new Fits(cacheTokens(deployment, cache), activations + free - cache);
  }

  /// Activations of a step on each GPU: 18 vectors of the hidden width in bf16 for each token,
  /// which is what profiling runs of dense models show.
  static double activationBytes(Deployment deployment, int tokens) {
    return 36.0 * deployment.model().hidden() * tokens;
  }

  private static double graphBytes(Deployment deployment, int sequences) {
    ModelShape model = deployment.model();
    return sequences == 0 ? 0 : GRAPH_BYTES + 4.0 * model.layers() * model.hidden() * sequences;
  }

  private static long cacheTokens(Deployment deployment, double bytesPerGpu) {
    long inReplica = (long) (bytesPerGpu / deployment.cacheBytesPerGpu());
    return inReplica * deployment.parallelism().replicas();
  }
}
