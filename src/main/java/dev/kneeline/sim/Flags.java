package dev.kneeline.sim;

import java.util.Set;

/// The command lines that the simulator knows.
final class Flags {

  private static final String OWN =
      """
      engine text modelled
      port whole modelled p
      host text modelled
      fixed text modelled
      gpu text modelled
      noise real modelled
      acceptance real modelled
      prefill-workers whole modelled
      decode-workers whole modelled
      speed real modelled
      seed whole modelled
      log-writes text modelled
      register-with text modelled
      close-connections switch modelled
      stream-interval whole modelled
      die-after-requests whole modelled
      hang-after whole modelled
      answer-503 text modelled
      start-delay text modelled
      never-ready switch modelled
      fork-and-leave switch modelled
      ignore-term switch modelled
      leak-memory whole modelled
      oom-at-load switch modelled
      oom-under-load whole modelled
      short-output whole modelled
      error-event whole modelled
      cut-after whole modelled
      """;

  /// Flags of the engines that names, lengths and addresses follow from, whatever the times are.
  private static final Set<String> SHAPING_ANSWERS =
      Set.of(
          "model",
          "model-path",
          "served-model-name",
          "max-model-len",
          "context-length",
          "max-seq-len",
          "api-key",
          "enable-prompt-tokens-details",
          "enable-cache-report",
          "disaggregation-mode");

  /// Flags of the simulator's own that do nothing without a model.
  private static final Set<String> OF_THE_MODEL =
      Set.of("gpu", "noise", "acceptance", "seed", "prefill-workers", "decode-workers");

  /// The simulator's own flags, which every style takes.
  static final FlagTable SIMULATOR = new FlagTable(OWN);

  private static final FlagTable VLLM_TABLE = new FlagTable(OWN, VllmFlags.TABLE);
  private static final FlagTable SGLANG_TABLE = new FlagTable(OWN, SglangFlags.TABLE);
  private static final FlagTable TRTLLM_TABLE = new FlagTable(OWN, TrtllmFlags.TABLE).inFull();
  private static final FlagTable BOTH = new FlagTable(OWN, VllmFlags.TABLE, SglangFlags.TABLE);

  private Flags() {}

  /// Whether a flag shapes the model of time and nothing else of a server.
  static boolean onlyOfTheModel(Flag flag) {
    return !SHAPING_ANSWERS.contains(flag.name())
        && (SIMULATOR.find(flag.name()).isEmpty() || OF_THE_MODEL.contains(flag.name()));
  }

  static FlagTable of(EngineStyle style) {
    return switch (style) {
      case PLAIN -> BOTH;
      case VLLM -> VLLM_TABLE;
      case SGLANG -> SGLANG_TABLE;
      case TRTLLM -> TRTLLM_TABLE;
    };
  }
}
