package dev.kneeline.sim;

import dev.kneeline.sim.model.Assumptions;
import dev.kneeline.sim.model.Deployment;
import dev.kneeline.sim.model.Engine;
import dev.kneeline.sim.model.Graphs;
import dev.kneeline.sim.model.Limits;
import dev.kneeline.sim.model.MemoryPlan;
import dev.kneeline.sim.model.ModelShape;
import dev.kneeline.sim.model.Parallelism;
import dev.kneeline.sim.model.QueueOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Plans a server by vLLM's flags, defaults and memory rule.
final class VllmPlanner {

  /// vLLM's defaults for an API server on a GPU of 70 GiB or more.
  private static final int STEP_TOKENS = 8192;

  private static final int SEQUENCES = 1024;
  private static final double FRACTION = 0.9;

  /// Larger batches run without a captured graph.
  private static final int MOST_CAPTURED = 512;

  private static final double GIB = 1 << 30;

  private final Arguments arguments;
  private final Planning planning;

  VllmPlanner(Arguments arguments, ModelShape model) {
    this.arguments = arguments;
    this.planning = new Planning(arguments, model);
  }

  EnginePlan plan() {
    int sequences = arguments.whole("max-num-seqs", SEQUENCES);
    int stepTokens = arguments.whole("max-num-batched-tokens", Math.max(STEP_TOKENS, sequences));
    if (stepTokens < sequences) {
      return new EnginePlan.Dies(
          "ValueError: max_num_batched_tokens (%d) must be greater than or equal to max_num_seqs (%d)."
              .formatted(stepTokens, sequences));
    }
    if (sequences < 1) {
      return new EnginePlan.Dies("ValueError: max_num_seqs must be at least 1.");
    }
    Deployment server =
        new Deployment(
            planning.gpu(), planning.model(), planning.weights(), planning.cache(), split());
    SpeculativeFlags guesses = SpeculativeFlags.vllm(arguments, server);
    Deployment deployment = guesses.on(server);
    MemoryPlan memory = memory(deployment, stepTokens, captured(sequences));
    return switch (memory) {
      case MemoryPlan.OutOfMemory(double wanted, double free) ->
          new EnginePlan.Dies(EngineText.outOfMemory(wanted, deployment.gpu().memoryBytes(), free));
      case MemoryPlan.NoCache missing ->
          new EnginePlan.Dies(
              "ValueError: No available memory for the cache blocks. Try increasing"
                  + " `gpu_memory_utilization` when initializing the engine.");
      case MemoryPlan.Fits fits ->
          fits(deployment, engine(sequences, guesses), fits, sequences, stepTokens);
    };
  }

  /// `--kv-cache-memory-bytes` takes the place of the fraction.
  private MemoryPlan memory(Deployment deployment, int stepTokens, int captured) {
    long cache = arguments.read("kv-cache-memory-bytes", "int", Arguments::wholeNumber, 0L);
    return cache > 0
        ? MemoryPlan.fixed(deployment, cache, stepTokens, captured)
        : MemoryPlan.vllm(
            deployment, arguments.real("gpu-memory-utilization", FRACTION), stepTokens, captured);
  }

  private Parallelism split() {
    int tensor = planning.degree("tensor-parallel-size");
    int replicas = planning.degree("data-parallel-size");
    return new Parallelism(
        tensor,
        replicas,
        planning.degree("pipeline-parallel-size"),
        tensor * replicas,
        arguments.on("enable-expert-parallel"));
  }

  /// Tokens of the largest step with a captured graph.
  private int captured(int sequences) {
    Map<String, String> compilation = arguments.members("compilation-config");
    boolean none =
        compilation.getOrDefault("cudagraph_mode", "").equalsIgnoreCase("NONE")
            || arguments.texts("compilation-config").contains("0");
    if (arguments.on("enforce-eager") || none) {
      return 0;
    }
    String sizes =
        compilation.getOrDefault(
            "cudagraph_capture_sizes", String.join(",", arguments.texts("cuda-graph-sizes")));
    int largest = Planning.largest(sizes, Math.min(MOST_CAPTURED, 2 * sequences));
    return arguments.whole(
        "max-cudagraph-capture-size",
        Planning.largest(compilation.getOrDefault("max_cudagraph_capture_size", ""), largest));
  }

  private EnginePlan fits(
      Deployment deployment, Engine engine, MemoryPlan.Fits memory, int sequences, int stepTokens) {
    int replicas = deployment.parallelism().replicas();
    int blockSize = Math.max(1, arguments.whole("block-size", 16));
    int found = Math.toIntExact(memory.cacheTokens() / blockSize / replicas);
    int blocks = arguments.whole("num-gpu-blocks-override", found) * replicas;
    long cacheTokens = (long) blocks * blockSize / replicas;
    int length = arguments.whole("max-model-len", planning.model().contextLength());
    if (length > cacheTokens) {
      return new EnginePlan.Dies(tooLong(deployment, length, cacheTokens));
    }
    boolean caching = arguments.on("enable-prefix-caching", true);
    boolean chunked = arguments.on("enable-chunked-prefill", true);
    Limits limits =
        new Limits(
            sequences * replicas,
            stepTokens * replicas,
            true,
            chunked,
            true,
            caching,
            blocks,
            blockSize);
    return new EnginePlan.Starts(
        deployment,
        engine,
        limits,
        arguments.text("scheduling-policy").orElse("fcfs").equals("priority")
            ? QueueOrder.PRIORITY
            : QueueOrder.ARRIVAL,
        Double.MAX_VALUE,
        length,
        List.of(
            "INFO [kv_cache_utils.py] GPU KV cache size: %,d tokens".formatted(cacheTokens),
            String.format(
                Locale.ROOT,
                "INFO [kv_cache_utils.py] Maximum concurrency for %,d tokens per request: %.2fx",
                length,
                (double) cacheTokens / length)));
  }

  /// vLLM captures steps of prompts and answers alike, by their tokens.
  private Engine engine(int sequences, SpeculativeFlags guesses) {
    Assumptions usual = Assumptions.usual();
    int captured = captured(sequences);
    return new Engine(
        arguments.on("async-scheduling") ? usual.overlapped() : usual,
        new Graphs(captured, captured),
        guesses.speculation(),
        arguments.on("enable-dbo"));
  }

  private static String tooLong(Deployment deployment, int length, long cacheTokens) {
    double bytes = deployment.cacheBytesPerGpu();
    return String.format(
        Locale.ROOT,
        "ValueError: To serve at least one request with the models's max seq len (%d), (%.2f GiB KV"
            + " cache is needed, which is larger than the available KV cache memory (%.2f GiB)."
            + " Based on the available memory, the estimated maximum model length is %d. Try"
            + " increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing"
            + " the engine.",
        length,
        length * bytes / GIB,
        cacheTokens * bytes / GIB,
        cacheTokens);
  }
}
