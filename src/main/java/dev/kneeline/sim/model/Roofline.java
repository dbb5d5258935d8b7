package dev.kneeline.sim.model;

import org.jspecify.annotations.Nullable;

/// How long one step takes: the slowest of memory, arithmetic and kernels, then the exchanges among
/// GPUs, then what guesses ahead, then the host's part.
///
/// Replicas and pipeline stages are taken as evenly loaded. A stage chain reads all weights of its
/// copy in turn for each micro-batch, which is why stages divide the work of tokens and not that of
/// weights.
///
/// Llama 3.1 8B on one H100, one sequence with 1,000 tokens of context: weights 16.06 GB and cache
/// 0.131 GB at 0.8 x 3.35 TB/s are 6.04 ms, arithmetic is 0.03 ms, the host 1.504 ms: 7.55 ms.
public final class Roofline {

  /// Activations travel in bf16.
  private static final int ACTIVATION_BYTES = 2;

  /// A token goes to its experts in fp8 and comes back in bf16.
  private static final int EXPERT_ROUND_TRIP_BYTES = 3;

  private final Deployment deployment;
  private final Engine engine;
  private final Assumptions assumptions;
  private final double bandwidth;
  private final double compute;
  private final double attention;
  private final @Nullable Roofline draft;

  /// Of an engine without specialities.
  public Roofline(Deployment deployment, Assumptions assumptions) {
    this(deployment, Engine.plain(assumptions));
  }

  public Roofline(Deployment deployment, Engine engine) {
    this.deployment = deployment;
    this.engine = engine;
    this.assumptions = engine.assumptions();
    Gpu gpu = deployment.gpu();
    double share = assumptions.computeShare() * deployment.parallelism().gpus();
    bandwidth = gpu.bandwidth() * assumptions.bandwidthShare();
    compute = gpu.peak().rate(deployment.weights()) * share;
    attention = gpu.peak().attentionRate(deployment.cache()) * share;
    draft = deployment.draft().map(guessing -> new Roofline(guessing, assumptions)).orElse(null);
  }

  /// Seconds of one step.
  public double stepSeconds(StepWork work) {
    return passSeconds(work) + draftSeconds(work) + hostSeconds(work.sequences());
  }

  /// One pass of the model. In two halves the slower of work and exchanges is all that shows.
  private double passSeconds(StepWork work) {
    if (engine.twoBatches() && work.sequences() > 1) {
      StepWork half = work.half();
      return 2 * Math.max(workSeconds(half), exchangeSeconds(half.tokens()));
    }
    return workSeconds(work) + exchangeSeconds(work.tokens());
  }

  private double workSeconds(StepWork work) {
    double roof = Math.max(memorySeconds(work.tokens(), work.cached()), computeSeconds(work));
    boolean replayed = engine.graphs().replay(work, deployment.parallelism().replicas());
    return Math.max(roof, assumptions.kernels().seconds(deployment.model(), replayed));
  }

  /// The draft model sees all tokens of the step in its first pass, and in each further one those
  /// that it guessed itself.
  double draftSeconds(StepWork work) {
    Roofline drafting = draft;
    if (drafting == null) {
      return 0;
    }
    double seconds = drafting.passSeconds(work) + assumptions.draftSeconds();
    Speculation speculation = engine.speculation();
    if (work.answers() > 0) {
      int tokens = work.answers() * speculation.width();
      double cached = work.answersCached();
      StepWork further =
          new StepWork(0, work.answers(), 0, tokens, cached, 0, cached * speculation.width());
      seconds +=
          (speculation.passes() - 1) * (drafting.passSeconds(further) + assumptions.draftSeconds());
    }
    return seconds;
  }

  /// Seconds for the KV cache of a prompt from one worker to another of the same kind: each GPU
  /// sends its part over its own link, or over the network where two workers are more than one
  /// domain.
  ///
  /// DeepSeek-R1 on 8 h200: 1,024 tokens of 70,272 bytes at 0.75 x 50 GB/s are 1.919 ms, and 10 µs
  /// to begin.
  public double transferSeconds(int tokens) {
    double bytes = tokens * deployment.cacheBytesPerGpu();
    return assumptions.collectiveSeconds() + bytes / link(2 * deployment.parallelism().gpus());
  }

  /// Weights that the tokens touch, and their contexts, over the bandwidth.
  double memorySeconds(int tokens, double cached) {
    Parallelism split = deployment.parallelism();
    double inExpertGroup =
        (double) tokens * split.expertShards() / (split.shards() * split.replicas());
    double touched = deployment.model().experts().touched(inExpertGroup / split.stages());
    double weights =
        deployment.denseBytes() / split.shards()
            + deployment.routedBytes() * touched / split.expertShards();
    double cache = cached * deployment.kvBytesPerGpu() / split.replicas();
    return (weights + cache) / bandwidth;
  }

  /// Two operations for each active parameter and token at the peak of the weights' format, and
  /// attention's at that of the cache's.
  double computeSeconds(StepWork work) {
    ModelShape model = deployment.model();
    double dense = 2 * model.parameters().active() * work.tokens();
    double pairs =
        work.promptPairs() * model.attention().operations()
            + work.answerPairs() * model.attention().answerOperations();
    return dense / compute + pairs * model.layers() / attention;
  }

  /// All-reduces inside a copy, journeys to the experts, and hops between stages.
  double exchangeSeconds(int tokens) {
    Parallelism split = deployment.parallelism();
    double inReplica = (double) tokens / split.replicas() / split.stages();
    boolean routed = deployment.model().experts().count() > 0;
    boolean travels =
        routed
            && split.expertShards() > 1
            && (split.wholeExperts() || split.expertShards() > split.shards());
    double layer = allReduce(inReplica) * (travels ? 1 : 2);
    if (travels) {
      layer += toExpertsAndBack(inReplica / split.shards());
    }
    return layer * deployment.model().layers() + hops(inReplica);
  }

  /// A ring moves 2 (n-1)/n of the data over each link.
  private double allReduce(double tokens) {
    int gpus = deployment.parallelism().shards();
    if (gpus == 1) {
      return 0;
    }
    double bytes = tokens * deployment.model().hidden() * ACTIVATION_BYTES;
    return assumptions.collectiveSeconds() + 2.0 * (gpus - 1) / gpus * bytes / link(gpus);
  }

  private double toExpertsAndBack(double tokensOfGpu) {
    int gpus = deployment.parallelism().expertShards();
    double copies = tokensOfGpu * deployment.model().experts().chosen();
    double bytes = copies * deployment.model().hidden() * EXPERT_ROUND_TRIP_BYTES;
    return 2 * assumptions.collectiveSeconds() + bytes * (gpus - 1) / gpus / link(gpus);
  }

  private double hops(double tokens) {
    Parallelism split = deployment.parallelism();
    if (split.stages() == 1) {
      return 0;
    }
    double bytes = tokens * deployment.model().hidden() * ACTIVATION_BYTES / split.shards();
    return (split.stages() - 1) * (assumptions.collectiveSeconds() + bytes / link(split.gpus()));
  }

  private double link(int gpus) {
    return deployment.gpu().linkAmong(gpus) * assumptions.linkShare();
  }

  private double hostSeconds(int sequences) {
    return assumptions.stepSeconds() + assumptions.sequenceSeconds() * sequences;
  }
}
