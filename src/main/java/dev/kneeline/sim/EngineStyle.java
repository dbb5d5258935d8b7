package dev.kneeline.sim;

import java.util.Locale;

/// Whose command line, log lines and errors the simulator imitates.
public enum EngineStyle {
  /// The simulator as itself: it knows the flags of both engines.
  PLAIN("kneeline sim"),
  VLLM("vllm serve"),
  SGLANG("launch_server.py"),
  TRTLLM("trtllm-serve");

  private final String program;

  EngineStyle(String program) {
    this.program = program;
  }

  /// The name with which the engine begins its usage errors.
  public String program() {
    return program;
  }

  /// Whether its port answers, with 503, before it is ready; the others refuse connections.
  boolean listensWhileLoading() {
    return switch (this) {
      case PLAIN, SGLANG -> true;
      case VLLM, TRTLLM -> false;
    };
  }

  /// In lower case, as `--engine` takes it.
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
