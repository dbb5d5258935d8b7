package dev.kneeline.metric;

import java.util.Arrays;
import java.util.Optional;

/// Samples in round milliseconds, so that tests can be computed by hand.
final class SampleMaker {

  private static final long MILLI = 1_000_000;

  private SampleMaker() {}

  /// A completed request sent at a moment, with one token an event.
  static Sample completed(int inputTokens, long sentMillis, long... eventMillis) {
    int[] ones = new int[eventMillis.length];
    Arrays.fill(ones, 1);
    return completed(inputTokens, sentMillis, eventMillis, ones);
  }

  static Sample completed(int inputTokens, long sentMillis, long[] eventMillis, int[] tokens) {
    long end = eventMillis.length == 0 ? sentMillis : eventMillis[eventMillis.length - 1];
    int outputTokens = Arrays.stream(tokens).sum();
    return new Sample(
        0,
        new Timing(sentMillis * MILLI, sentMillis * MILLI, 0, end * MILLI),
        new TokenEvents(nanos(eventMillis), tokens),
        Outcome.completed(),
        inputTokens,
        outputTokens,
        outputTokens,
        Optional.of("length"));
  }

  static Sample failed(FailureClass kind, long sentMillis, long endMillis) {
    return new Sample(
        0,
        new Timing(sentMillis * MILLI, sentMillis * MILLI, 0, endMillis * MILLI),
        TokenEvents.none(),
        new Outcome.Failed(kind, 0, "made to fail"),
        0,
        0,
        0,
        Optional.empty());
  }

  /// The same request with the intended start so much earlier.
  static Sample late(Sample sample, long millis) {
    Timing timing = sample.timing();
    return new Sample(
        sample.index(),
        new Timing(
            timing.intendedNanos() - millis * MILLI,
            timing.sentNanos(),
            timing.connectNanos(),
            timing.endNanos()),
        sample.events(),
        sample.outcome(),
        sample.inputTokens(),
        sample.outputTokens(),
        sample.askedOutputTokens(),
        sample.finishReason());
  }

  static Window window(long startMillis, long endMillis) {
    return new Window(startMillis * MILLI, endMillis * MILLI);
  }

  private static long[] nanos(long[] millis) {
    return Arrays.stream(millis).map(each -> each * MILLI).toArray();
  }
}
