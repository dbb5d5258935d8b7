package dev.kneeline.sim.model;

/// A scheduler's limits, for all replicas together.
///
/// @param sequences that run at once
/// @param stepTokens computed in one step, of prompts at least
/// @param answersCount whether tokens of answers count into these too
/// @param chunked whether a prompt may be computed in parts
/// @param mixed whether one step computes prompts and answers; else prompts go first, alone
/// @param caching whether prompts find the blocks of earlier ones
/// @param blocks of the KV cache
/// @param blockSize tokens of one block
public record Limits(
    int sequences,
    int stepTokens,
    boolean answersCount,
    boolean chunked,
    boolean mixed,
    boolean caching,
    int blocks,
    int blockSize) {

  public Limits {
    if (sequences < 1 || stepTokens < 1 || blocks < 1 || blockSize < 1) {
      throw new IllegalArgumentException("every limit is at least 1");
    }
  }

  /// Tokens that the cache holds.
  public long cacheTokens() {
    return (long) blocks * blockSize;
  }
}
