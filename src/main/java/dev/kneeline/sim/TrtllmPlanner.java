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
import dev.kneeline.sim.model.Speculation;
import java.util.List;

/// Plans a server by the flags, defaults and memory rule of `trtllm-serve`, with its PyTorch
/// backend.
final class TrtllmPlanner {

  private static final int SEQUENCES = 2048;
  private static final int STEP_TOKENS = 8192;
  private static final double FRACTION = 0.9;
  private static final int BLOCK = 32;
  private static final int MOST_CAPTURED = 128;

  private final Arguments arguments;
  private final Planning planning;

  TrtllmPlanner(Arguments arguments, ModelShape model) {
    this.arguments = arguments;
    this.planning = new Planning(arguments, model);
  }

  EnginePlan plan() {
    int tensor = planning.degree("tp-size");
    Parallelism split =
        new Parallelism(
            tensor, 1, planning.degree("pp-size"), tensor, planning.degree("ep-size") > 1);
    Deployment deployment =
        new Deployment(
            planning.gpu(), planning.model(), planning.weights(), planning.cache(), split);
    int sequences = Math.max(1, arguments.whole("max-batch-size", SEQUENCES));
    int stepTokens = Math.max(1, arguments.whole("max-num-tokens", STEP_TOKENS));
    double fraction = arguments.real("kv-cache-free-gpu-memory-fraction", FRACTION);
    int captured = Math.min(MOST_CAPTURED, sequences);
    return switch (MemoryPlan.trtllm(deployment, fraction, stepTokens, captured)) {
      case MemoryPlan.OutOfMemory(double wanted, double free) ->
          new EnginePlan.Dies(EngineText.outOfMemory(wanted, deployment.gpu().memoryBytes(), free));
      case MemoryPlan.NoCache _ ->
          new EnginePlan.Dies("RuntimeError: No memory is left for the KV cache.");
      case MemoryPlan.Fits fits -> fits(deployment, fits, sequences, stepTokens);
    };
  }

  private EnginePlan fits(
      Deployment deployment, MemoryPlan.Fits memory, int sequences, int stepTokens) {
    boolean chunked = arguments.on("enable-chunked-prefill");
    int blocks = Math.toIntExact(Math.max(1, memory.cacheTokens() / BLOCK));
    Limits limits = new Limits(sequences, stepTokens, true, chunked, true, true, blocks, BLOCK);
    int longest = arguments.whole("max-seq-len", planning.model().contextLength());
    return new EnginePlan.Starts(
        deployment,
        new Engine(
            Assumptions.usual().overlapped(),
            new Graphs(Math.min(MOST_CAPTURED, sequences), 0),
            Speculation.none(),
            false),
        limits,
        QueueOrder.ARRIVAL,
        Double.MAX_VALUE,
        (int) Math.min(longest, memory.cacheTokens()),
        List.of(
            "[TRT-LLM] [I] Max KV cache tokens: %d, blocks of %d"
                .formatted(memory.cacheTokens(), BLOCK)));
  }
}
