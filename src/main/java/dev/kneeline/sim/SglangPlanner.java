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

/// Plans a server by SGLang's flags, defaults and memory rule.
final class SglangPlanner {

  private static final double FRACTION = 0.88;
  private static final int CHUNK = 8192;
  private static final int PREFILL_TOKENS = 16_384;
  private static final int SEQUENCES = 2048;

  /// SGLang's own limit where it guesses ahead.
  private static final int SEQUENCES_GUESSING = 48;

  /// Prompts of at most so many tokens are replayed with `--enable-piecewise-cuda-graph`.
  private static final int PIECEWISE_TOKENS = 4096;

  private static final int MOST_CAPTURED = 512;

  /// SGLang's own page is one token. Sixteen lose little of a shared prefix and keep the table of
  /// known blocks, which a rack fills with millions, within a small heap.
  private static final int SMALLEST_PAGE = 16;

  private static final double GIB = 1 << 30;

  private final Arguments arguments;
  private final Planning planning;

  SglangPlanner(Arguments arguments, ModelShape model) {
    this.arguments = arguments;
    this.planning = new Planning(arguments, model);
  }

  EnginePlan plan() {
    Deployment server =
        new Deployment(
            planning.gpu(), planning.model(), planning.weights(), planning.cache(), split());
    SpeculativeFlags guesses = SpeculativeFlags.sglang(arguments, server);
    Deployment deployment = guesses.on(server);
    double fraction = arguments.real("mem-fraction-static", FRACTION);
    return switch (MemoryPlan.sglang(deployment, fraction, captured())) {
      case MemoryPlan.OutOfMemory(double wanted, double free) ->
          new EnginePlan.Dies(EngineText.outOfMemory(wanted, deployment.gpu().memoryBytes(), free));
      case MemoryPlan.NoCache missing ->
          new EnginePlan.Dies(
              "RuntimeError: Not enough memory. Please try to increase --mem-fraction-static."
                  + " Current value: self.server_args.mem_fraction_static="
                  + fraction);
      case MemoryPlan.Fits fits -> fits(deployment, engine(guesses), fits);
    };
  }

  /// `--tp-size` counts all GPUs of a stage; attention replicas are carved out of it with
  /// `--enable-dp-attention`, and are whole servers of their own without.
  private Parallelism split() {
    int tensor = planning.degree("tp-size");
    int replicas = planning.degree("dp-size");
    int stages = planning.degree("pp-size");
    boolean whole = planning.degree("ep-size") > 1 || tokensTravel();
    boolean carved = arguments.on("enable-dp-attention") && tensor % replicas == 0;
    return carved
        ? new Parallelism(tensor / replicas, replicas, stages, tensor, whole)
        : new Parallelism(tensor, replicas, stages, tensor, whole);
  }

  /// Backends that carry tokens to their experts make the whole server one group of experts.
  private boolean tokensTravel() {
    return !arguments.text("moe-a2a-backend").orElse("none").equals("none");
  }

  /// Sequences of the largest batch of answers with a captured graph.
  private int captured() {
    if (arguments.on("disable-cuda-graph")) {
      return 0;
    }
    String listed = String.join(",", arguments.texts("cuda-graph-bs"));
    int largest = Planning.largest(listed, MOST_CAPTURED);
    return Math.max(0, arguments.whole("cuda-graph-max-bs", largest));
  }

  private EnginePlan fits(Deployment deployment, Engine engine, MemoryPlan.Fits memory) {
    int replicas = deployment.parallelism().replicas();
    int page = Math.max(SMALLEST_PAGE, arguments.whole("page-size", 1));
    int chunk = arguments.whole("chunked-prefill-size", CHUNK);
    int prefill = Math.max(1, arguments.whole("max-prefill-tokens", PREFILL_TOKENS));
    long most = arguments.whole("max-total-tokens", Integer.MAX_VALUE);
    long cacheTokens = Math.min(most * replicas, memory.cacheTokens());
    boolean guessing = engine.speculation().depth() > 0;
    int usual = guessing ? SEQUENCES_GUESSING : SEQUENCES;
    int sequences = Math.max(1, arguments.whole("max-running-requests", usual));
    int context = arguments.whole("context-length", planning.model().contextLength());
    boolean mixed = arguments.on("enable-mixed-chunk") && !guessing;
    Limits limits =
        new Limits(
            sequences,
            chunk > 0 ? Math.min(chunk, prefill) : prefill,
            false,
            chunk > 0,
            mixed,
            !arguments.on("disable-radix-cache"),
            Math.toIntExact(Math.max(1, cacheTokens / page)),
            page);
    int length = (int) Math.min(context, cacheTokens / replicas);
    return new EnginePlan.Starts(
        deployment,
        engine,
        limits,
        order(),
        memory.activationBytes(),
        length,
        List.of(
            "KV Cache is allocated. #tokens: %d".formatted(cacheTokens / replicas),
            String.format(
                Locale.ROOT,
                "max_total_num_tokens=%d, chunked_prefill_size=%d, max_prefill_tokens=%d,"
                    + " max_running_requests=%d, context_len=%d, available_gpu_mem=%.2f GB",
                cacheTokens / replicas,
                chunk,
                prefill,
                sequences,
                context,
                memory.activationBytes() / GIB)));
  }

  private QueueOrder order() {
    return switch (arguments.text("schedule-policy").orElse("fcfs")) {
      case "lpm" -> QueueOrder.LONGEST_PREFIX;
      case "lof" -> QueueOrder.LONGEST_OUTPUT;
      case "random" -> QueueOrder.RANDOM;
      default -> QueueOrder.ARRIVAL;
    };
  }

  /// Batches of answers are captured by their sequences; prompts only in pieces. Guessing ahead
  /// needs the answer before the next batch is put together, so nothing overlaps.
  private Engine engine(SpeculativeFlags guesses) {
    Assumptions usual = Assumptions.usual();
    boolean overlaps = !arguments.on("disable-overlap-schedule") && !guesses.present();
    int prompts =
        arguments.on("enable-piecewise-cuda-graph")
            ? arguments.whole("piecewise-cuda-graph-max-tokens", PIECEWISE_TOKENS)
            : 0;
    return new Engine(
        overlaps ? usual.overlapped() : usual,
        new Graphs(captured() * (1 + guesses.speculation().checked()), prompts),
        guesses.speculation(),
        arguments.on("enable-two-batch-overlap"));
  }
}
