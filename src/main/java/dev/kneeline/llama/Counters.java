package dev.kneeline.llama;

import java.util.concurrent.atomic.LongAdder;

/// What the front has served so far, under the names of llama-server's `/metrics`.
///
/// The front counts what passes through it; the engine's binding tells nothing itself. So the
/// prompt's seconds include the wait for a slot, and counters of decoding steps are left out.
final class Counters {

  private static final double NANOS_PER_SECOND = 1e9;

  private final LongAdder promptTokens = new LongAdder();
  private final LongAdder promptNanos = new LongAdder();
  private final LongAdder writtenTokens = new LongAdder();
  private final LongAdder writtenNanos = new LongAdder();

  /// Adds one answer, complete or broken off.
  void add(Timings timings) {
    promptTokens.add(timings.promptTokens());
    promptNanos.add(timings.promptNanos());
    writtenTokens.add(timings.tokens());
    writtenNanos.add(timings.writingNanos());
  }

  /// The page in Prometheus' text format.
  String page(Slots slots) {
    StringBuilder page = new StringBuilder();
    counter(page, "prompt_tokens_total", "Prompt tokens of all requests.", promptTokens.sum());
    counter(
        page,
        "prompt_seconds_total",
        "Time from request to first token, waiting included.",
        promptNanos.sum() / NANOS_PER_SECOND);
    counter(page, "tokens_predicted_total", "Tokens written.", writtenTokens.sum());
    counter(
        page,
        "tokens_predicted_seconds_total",
        "Time from first to last token.",
        writtenNanos.sum() / NANOS_PER_SECOND);
    gauge(page, "requests_processing", "Requests in a slot.", slots.busy());
    gauge(page, "requests_deferred", "Requests waiting for a slot.", slots.waiting());
    return page.toString();
  }

  private static void counter(StringBuilder page, String name, String help, Number value) {
    metric(page, name, help, "counter", value);
  }

  private static void gauge(StringBuilder page, String name, String help, Number value) {
    metric(page, name, help, "gauge", value);
  }

  private static void metric(
      StringBuilder page, String name, String help, String type, Number value) {
    page.append("# HELP llamacpp:%s %s\n".formatted(name, help));
    page.append("# TYPE llamacpp:%s %s\n".formatted(name, type));
    page.append("llamacpp:%s %s\n".formatted(name, value));
  }
}
