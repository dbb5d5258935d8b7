package dev.kneeline.sim.model;

/// One request as the model of time sees it.
///
/// @param id unique within a model
/// @param inputTokens length of the prompt, at least 1
/// @param outputTokens tokens to generate, at least 1
/// @param prefix what of the prompt other jobs may share
/// @param priority the lowest goes first where the queue is ordered by it
/// @param listener hears of each token
public record Job(
    long id, int inputTokens, int outputTokens, Prefix prefix, int priority, JobListener listener) {

  public Job {
    if (inputTokens < 1 || outputTokens < 1) {
      throw new IllegalArgumentException(
          "a job has at least 1 token in and out, not %d and %d"
              .formatted(inputTokens, outputTokens));
    }
  }

  /// A job as urgent as any other.
  public Job(long id, int inputTokens, int outputTokens, Prefix prefix, JobListener listener) {
    this(id, inputTokens, outputTokens, prefix, 0, listener);
  }

  /// The same prompt with one token of answer, told to another.
  Job promptAlone(JobListener other) {
    return new Job(id, inputTokens, 1, prefix, priority, other);
  }
}
