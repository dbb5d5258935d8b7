package dev.kneeline.sim;

import java.util.Locale;

/// Whose command line, log lines and errors the simulator imitates.
public enum EngineStyle {
  /// The simulator as itself: it knows the flags of both engines.
  PLAIN("kneeline sim"),
  VLLM("vllm serve"),
  SGLANG("launch_server.py");

  private final String program;

  EngineStyle(String program) {
    this.program = program;
  }

  /// The name with which the engine begins its usage errors.
  public String program() {
    return program;
  }

  /// In lower case, as `--engine` takes it.
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
