package dev.kneeline.load;

/// One request, ready to send: a stretch of a block that holds others too, since a million small
/// arrays would be the collector's work.
final class LoadRequest {

  private final long index;
  private final byte[] bytes;
  private final int from;
  private final int length;
  private final int inputTokens;
  private final int askedTokens;

  /// @param index place in the run's order, from 0
  /// @param lengths tokens of the prompt as the workload knows it, and of the answer that is asked
  ///   for
  LoadRequest(long index, byte[] bytes, int from, int length, TokenCounts lengths) {
    this.index = index;
    this.bytes = bytes;
    this.from = from;
    this.length = length;
    this.inputTokens = lengths.input();
    this.askedTokens = lengths.asked();
  }

  /// @param input tokens of the prompt; the server's word replaces it
  /// @param asked tokens of the answer; 0 where no limit is asked for
  record TokenCounts(int input, int asked) {}

  long index() {
    return index;
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int length() {
    return length;
  }

  int inputTokens() {
    return inputTokens;
  }

  int askedTokens() {
    return askedTokens;
  }
}
