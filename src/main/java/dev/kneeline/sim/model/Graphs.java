package dev.kneeline.sim.model;

/// Which steps replay kernels that were captured at the start; in any other the host launches them
/// one by one. Counted for each replica.
///
/// @param answers most tokens of a step of answers alone
/// @param prompts most tokens of a step with a prompt in it
public record Graphs(int answers, int prompts) {

  /// Every step.
  public static Graphs always() {
    return new Graphs(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /// None.
  public static Graphs none() {
    return new Graphs(0, 0);
  }

  boolean replay(StepWork work, int replicas) {
    double tokens = (double) work.tokens() / replicas;
    return tokens <= (work.promptTokens() > 0 ? prompts : answers);
  }
}
