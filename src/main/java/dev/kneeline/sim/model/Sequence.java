package dev.kneeline.sim.model;

/// A job in a batching server: how far it is, and what it holds.
final class Sequence {

  private final Job job;
  private final int blockSize;
  private final long arrival;

  /// Tokens in the KV cache.
  int computed;

  /// Tokens of the answer so far.
  int produced;

  /// Tokens that the present step computes.
  int scheduled;

  /// Leading blocks shared with others.
  int known;

  /// Further blocks of its own.
  int own;

  /// Leading blocks that were in the cache when the queue was last ordered by that.
  int matched;

  boolean cancelled;

  /// @param arrival how many came before it
  Sequence(Job job, int blockSize, long arrival) {
    this.job = job;
    this.blockSize = blockSize;
    this.arrival = arrival;
  }

  long arrival() {
    return arrival;
  }

  Job job() {
    return job;
  }

  /// Tokens of prompt and answer so far.
  int total() {
    return job.inputTokens() + produced;
  }

  /// Tokens of the answer that are still to come.
  int left() {
    return job.outputTokens() - produced;
  }

  /// Tokens to compute before the next one of the answer comes out.
  int pending() {
    return total() - computed;
  }

  /// Whether the whole prompt, and after a preemption the answer so far, is yet to be computed.
  boolean prefilling() {
    return pending() > 1 || produced == 0;
  }

  /// Blocks still missing to hold the first `tokens`.
  int missing(int tokens) {
    return (tokens + blockSize - 1) / blockSize - known - own;
  }
}
