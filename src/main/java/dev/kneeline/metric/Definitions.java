package dev.kneeline.metric;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Every figure's definition: a pure function of samples and window, so that any result can be
/// computed again.
///
/// Names and definitions are those of `vllm bench serve`, but for three things. An empty sample
/// gives an absent figure, where vLLM writes 0 and so passes any latency limit. Peak concurrency is
/// exact. `max_output_tokens_per_s` counts tokens, where vLLM counts events.
public final class Definitions {

  private Definitions() {}

  /// The figures of one run, vLLM's keys first and in its order.
  ///
  /// Latencies and tokens are of completed requests that ended inside the window; the others were
  /// in flight beside them, and are seen by the concurrency alone.
  ///
  /// @param samples read once, in any order
  /// @param window the stretch over which rates are taken
  public static Figures compute(Iterable<Sample> samples, Window window, FigureOptions options) {
    return compute(samples, window, options, Spread.MOST_EXACT);
  }

  /// @param mostExact values of a family that are sorted; percentiles of more come out of buckets
  static Figures compute(
      Iterable<Sample> samples, Window window, FigureOptions options, int mostExact) {
    Tally tally = new Tally(window, options, mostExact);
    for (Sample sample : samples) {
      if (window.counts(sample.timing())) {
        tally.add(sample);
      } else {
        tally.concurrency.add(sample.timing());
      }
    }
    Sheet sheet = new Sheet();
    counts(sheet, tally, window);
    rates(sheet, tally, window, options);
    concurrency(sheet, tally, window);
    failures(sheet, tally);
    for (Family family : Family.values()) {
      family(sheet, family, tally.millis(family), options);
    }
    perUserAndGpu(sheet, tally, options);
    if (tally.anyRounded()) {
      sheet.put("percentile_error", Spread.ERROR);
    }
    return sheet.figures();
  }

  private static void counts(Sheet sheet, Tally tally, Window window) {
    sheet.put("duration", window.seconds());
    sheet.put("completed", tally.completed);
    sheet.put("failed", tally.failed);
    sheet.put("total_input_tokens", tally.inputTokens);
    sheet.put("total_output_tokens", tally.outputTokens);
  }

  private static void rates(Sheet sheet, Tally tally, Window window, FigureOptions options) {
    boolean any = tally.completed > 0 && window.seconds() > 0;
    double seconds = window.seconds();
    sheet.putIf(any, "request_throughput", tally.completed / seconds);
    boolean limits = any && !options.goodput().isEmpty();
    sheet.putIf(limits, "request_goodput", tally.good / seconds);
    sheet.putIf(any, "output_throughput", tally.outputTokens / seconds);
    double allTokens = (double) tally.inputTokens + tally.outputTokens;
    sheet.putIf(any, "total_token_throughput", allTokens / seconds);
    sheet.putIf(tally.events > 0, "max_output_tokens_per_s", tally.tokensPerSecond.max());
  }

  private static void concurrency(Sheet sheet, Tally tally, Window window) {
    boolean any = tally.completed + tally.failed > 0;
    sheet.putIf(any, "max_concurrent_requests", tally.concurrency.peak());
    boolean time = any && window.seconds() > 0;
    sheet.putIf(time, "mean_concurrent_requests", tally.concurrency.mean(window));
    sheet.putIf(tally.events > 0, "tokens_per_event", (double) tally.eventTokens / tally.events);
  }

  private static void failures(Sheet sheet, Tally tally) {
    long all = tally.completed + tally.failed;
    sheet.putIf(all > 0, "failure_rate", (double) tally.failed / all);
    for (FailureClass kind : FailureClass.values()) {
      sheet.put(kind.key(), tally.failures(kind));
    }
  }

  private static void family(Sheet sheet, Family family, Spread millis, FigureOptions options) {
    boolean any = millis.count() > 0;
    boolean several = millis.count() > 1;
    sheet.putIf(any, family.key("mean"), Figure.of(millis.mean(), several));
    sheet.putIf(any, family.key("median"), percentile(millis, 50));
    sheet.putIf(any, family.key("std"), Figure.of(millis.populationDeviation(), several));
    for (double p : options.percentiles()) {
      sheet.putIf(any, family.percentileKey(p), percentile(millis, p));
    }
  }

  private static Figure percentile(Spread millis, double percentile) {
    return millis.count() == 0
        ? Figure.absent()
        : Figure.of(
            millis.percentile(percentile),
            Percentiles.reliable((int) Math.min(millis.count(), Integer.MAX_VALUE), percentile));
  }

  private static void perUserAndGpu(Sheet sheet, Tally tally, FigureOptions options) {
    Figure tpot = sheet.get(Family.TPOT.key("mean"));
    double tpotMillis = tpot.value().orElse(0);
    sheet.putIf(tpotMillis > 0, "interactivity", Figure.of(1000 / tpotMillis, tpot.reliable()));
    Figure output = sheet.get("output_throughput");
    double users = options.maxConcurrency().orElseGet(tally.concurrency::peak);
    sheet.putIf(
        output.value().isPresent() && users > 0, "tok_s_user", output.value().orElse(0) / users);
    if (options.gpus().isPresent()) {
      double gpus = options.gpus().getAsInt();
      Figure total = sheet.get("total_token_throughput");
      boolean any = total.value().isPresent();
      sheet.putIf(any, "total_tokens_per_gpu", total.value().orElse(0) / gpus);
      sheet.putIf(any, "output_tokens_per_gpu", output.value().orElse(0) / gpus);
    }
  }

  /// Figures in the making, in order.
  private static final class Sheet {

    private final SequencedMap<String, Figure> byKey = new LinkedHashMap<>();

    void put(String key, double value) {
      byKey.put(key, Figure.of(value));
    }

    void putIf(boolean measured, String key, double value) {
      putIf(measured, key, Figure.of(value));
    }

    void putIf(boolean measured, String key, Figure figure) {
      byKey.put(key, measured ? figure : Figure.absent());
    }

    Figure get(String key) {
      return byKey.getOrDefault(key, Figure.absent());
    }

    Figures figures() {
      return new Figures(byKey);
    }
  }
}
