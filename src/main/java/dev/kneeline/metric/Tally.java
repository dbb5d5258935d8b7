package dev.kneeline.metric;

import java.util.EnumMap;
import java.util.Map;

/// What is kept of the samples as they pass by once: the numbers each figure is made of.
///
/// A run of a million requests is thus read from its file sample by sample; what grows is 8 bytes a
/// request and family, and 16 bytes a gap up to ten million gaps, beyond which they are counted in
/// buckets.
final class Tally {

  private static final double NANOS_PER_MILLI = 1e6;

  final Concurrency concurrency = new Concurrency();
  final PerSecond tokensPerSecond;
  long completed;
  long failed;
  long good;
  long inputTokens;
  long outputTokens;
  long events;
  long eventTokens;

  private final FigureOptions options;
  private final int mostExact;
  private final Map<Family, Spread> millis = new EnumMap<>(Family.class);
  private final Map<FailureClass, Long> failures = new EnumMap<>(FailureClass.class);

  /// @param mostExact values of a family that are kept before buckets take their place
  Tally(Window window, FigureOptions options, int mostExact) {
    this.mostExact = mostExact;
    this.options = options;
    this.tokensPerSecond = new PerSecond(window.startNanos());
    for (Family family : Family.values()) {
      millis.put(family, new Spread(mostExact));
    }
  }

  void add(Sample sample) {
    concurrency.add(sample.timing());
    switch (sample.outcome()) {
      case Outcome.Completed() -> addCompleted(sample);
      case Outcome.Failed failure -> {
        failed++;
        failures.merge(failure.kind(), 1L, Long::sum);
      }
    }
  }

  long failures(FailureClass kind) {
    return failures.getOrDefault(kind, 0L);
  }

  /// The values of a family. The constructor made one for every family.
  Spread millis(Family family) {
    return millis.computeIfAbsent(family, _ -> new Spread(mostExact));
  }

  boolean anyRounded() {
    return millis.values().stream().anyMatch(Spread::isRounded);
  }

  private void addCompleted(Sample sample) {
    completed++;
    inputTokens += sample.inputTokens();
    outputTokens += sample.outputTokens();
    Timing timing = sample.timing();
    add(Family.E2EL, sample.e2elNanos());
    add(Family.RESPONSE, timing.endNanos() - timing.intendedNanos());
    add(Family.QUEUE, timing.sentNanos() - timing.intendedNanos());
    if (timing.connectNanos() > 0) {
      add(Family.CONNECT, timing.connectNanos());
    }
    if (!sample.events().isEmpty()) {
      addEvents(sample);
      if (options.goodput().stream().allMatch(slo -> slo.holds(sample))) {
        good++;
      }
    }
  }

  private void addEvents(Sample sample) {
    TokenEvents tokenEvents = sample.events();
    add(Family.TTFT, sample.ttftNanos());
    add(Family.RESPONSE_TTFT, tokenEvents.firstNanos() - sample.timing().intendedNanos());
    if (sample.hasTpot()) {
      add(Family.TPOT, sample.tpotNanos());
    }
    long lastToken = tokenEvents.firstNanos();
    tokensPerSecond.add(lastToken, tokenEvents.tokens(0));
    for (int i = 1; i < tokenEvents.count(); i++) {
      long now = tokenEvents.atNanos(i);
      int tokens = tokenEvents.tokens(i);
      add(Family.ITL, now - tokenEvents.atNanos(i - 1));
      tokensPerSecond.add(now, tokens);
      if (tokens > 0) {
        addTokenGaps((double) (now - lastToken) / tokens, tokens);
        lastToken = now;
      }
    }
    events += tokenEvents.count();
    eventTokens += tokenEvents.totalTokens();
  }

  private void addTokenGaps(double nanos, int tokens) {
    for (int i = 0; i < tokens; i++) {
      add(Family.TOKEN_GAP, nanos);
    }
  }

  private void add(Family family, double nanos) {
    millis(family).add(nanos / NANOS_PER_MILLI);
  }
}
