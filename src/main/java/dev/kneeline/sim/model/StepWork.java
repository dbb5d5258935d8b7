package dev.kneeline.sim.model;

/// What one step computes, of all replicas together.
///
/// @param prompts sequences whose prompt is computed, or a part of it
/// @param answers sequences that get tokens of their answer
/// @param promptTokens computed of prompts
/// @param answerTokens computed of answers, drafted ones included
/// @param cached tokens of context read, each sequence's counted once
/// @param promptPairs of a prompt's token and a token it attends to
/// @param answerPairs of an answer's token and a token it attends to
public record StepWork(
    int prompts,
    int answers,
    int promptTokens,
    int answerTokens,
    double cached,
    double promptPairs,
    double answerPairs) {

  /// One token for each of some answers.
  ///
  /// @param cached tokens of context of all of them
  public static StepWork ofAnswers(int sequences, double cached) {
    return new StepWork(0, sequences, 0, sequences, cached, 0, cached);
  }

  /// One prompt from its beginning.
  public static StepWork ofPrompt(int tokens) {
    return new StepWork(1, 0, tokens, 0, tokens, 0.5 * tokens * (tokens + 1.0), 0);
  }

  public int tokens() {
    return promptTokens + answerTokens;
  }

  public int sequences() {
    return prompts + answers;
  }

  /// Tokens of context that the answers attend to, each answer's counted once.
  double answersCached() {
    return answerTokens == 0 ? 0 : answerPairs / answerTokens * answers;
  }

  /// One of two equal parts.
  StepWork half() {
    return new StepWork(
        (prompts + 1) / 2,
        (answers + 1) / 2,
        (promptTokens + 1) / 2,
        (answerTokens + 1) / 2,
        cached / 2,
        promptPairs / 2,
        answerPairs / 2);
  }
}
