package dev.kneeline.metric;

import java.util.Optional;

/// One request as the client saw it: enough to compute every metric again, any day.
///
/// @param index place in the run's order of intended starts, from 0
/// @param inputTokens tokens of the prompt, from the server's usage where it reports it
/// @param outputTokens tokens of the answer, from the server's usage where it reports it
/// @param askedOutputTokens the answer's length that was asked for; 0 where none was
/// @param finishReason the server's word on why the answer ended
public record Sample(
    long index,
    Timing timing,
    TokenEvents events,
    Outcome outcome,
    int inputTokens,
    int outputTokens,
    int askedOutputTokens,
    Optional<String> finishReason) {

  /// True when the answer came to its end and is counted in the latencies.
  public boolean completed() {
    return outcome instanceof Outcome.Completed;
  }

  /// Time to first token from the moment the request was sent; only for a sample with an event.
  long ttftNanos() {
    return events.firstNanos() - timing.sentNanos();
  }

  /// Time from sending to the last token.
  long e2elNanos() {
    return timing.endNanos() - timing.sentNanos();
  }

  /// Whether there is a time between its first token and its last: not in an answer that came in
  /// one piece, however many tokens it has.
  boolean hasTpot() {
    return outputTokens > 1 && events.count() > 1;
  }

  /// Mean time of an output token after the first one; only where it [#hasTpot].
  double tpotNanos() {
    return (double) (timing.endNanos() - events.firstNanos()) / (outputTokens - 1);
  }
}
