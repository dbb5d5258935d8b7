package dev.kneeline.sim;

import java.util.List;

/// A command line that the imitated engine would refuse, with exit code 2.
public final class UsageError extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  UsageError(EngineStyle style, List<String> problems) {
    super(String.join("; ", problems));
    lines = problems.stream().map(problem -> line(style, problem)).toList();
  }

  private static String line(EngineStyle style, String problem) {
    return switch (style) {
      case PLAIN, VLLM, SGLANG -> style.program() + ": error: " + problem;
      case TRTLLM -> "Error: " + problem;
    };
  }

  /// One line for each problem, as the engine prints it.
  public List<String> lines() {
    return lines;
  }
}
