package dev.kneeline.sim;

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

  /// The simulator's own flags, which every style takes.
  static final FlagTable SIMULATOR = new FlagTable(OWN);

  private static final FlagTable VLLM_TABLE = new FlagTable(OWN, VllmFlags.TABLE);
  private static final FlagTable SGLANG_TABLE = new FlagTable(OWN, SglangFlags.TABLE);
  private static final FlagTable BOTH = new FlagTable(OWN, VllmFlags.TABLE, SglangFlags.TABLE);

  private Flags() {}

  static FlagTable of(EngineStyle style) {
    return switch (style) {
      case PLAIN -> BOTH;
      case VLLM -> VLLM_TABLE;
      case SGLANG -> SGLANG_TABLE;
    };
  }
}
