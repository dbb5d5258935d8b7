package dev.kneeline.metric;

import java.util.Arrays;

/// The events of one answer that carried content: when each arrived, and how many tokens it held.
///
/// One event is not one token: speculative decoding and coalesced writes put several in one. Where
/// the server gives no running usage, the client writes 1. Equality is by content.
public final class TokenEvents {

  private static final TokenEvents NONE = new TokenEvents(new long[0], new int[0]);

  private final long[] atNanos;
  private final int[] tokens;

  /// @param atNanos arrival of each event relative to the run's start, never falling
  /// @param tokens tokens of each event, at least 0
  public TokenEvents(long[] atNanos, int[] tokens) {
    if (atNanos.length != tokens.length) {
      throw new IllegalArgumentException(
          "%d times for %d token counts".formatted(atNanos.length, tokens.length));
    }
    for (int i = 1; i < atNanos.length; i++) {
      if (atNanos[i] < atNanos[i - 1]) {
        throw new IllegalArgumentException("event %d is earlier than the one before".formatted(i));
      }
    }
    this.atNanos = atNanos.clone();
    this.tokens = tokens.clone();
  }

  /// The events of a request that got no answer.
  public static TokenEvents none() {
    return NONE;
  }

  public int count() {
    return atNanos.length;
  }

  public boolean isEmpty() {
    return atNanos.length == 0;
  }

  public long atNanos(int event) {
    return atNanos[event];
  }

  public int tokens(int event) {
    return tokens[event];
  }

  public long firstNanos() {
    return atNanos[0];
  }

  public long lastNanos() {
    return atNanos[atNanos.length - 1];
  }

  /// Tokens of all events together.
  public long totalTokens() {
    return Arrays.stream(tokens).asLongStream().sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenEvents that
        && Arrays.equals(atNanos, that.atNanos)
        && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(atNanos) + Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return "TokenEvents[%d events, %d tokens]".formatted(count(), totalTokens());
  }
}
