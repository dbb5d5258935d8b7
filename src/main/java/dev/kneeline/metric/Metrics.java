package dev.kneeline.metric;

import static dev.kneeline.metric.Direction.HIGHER;
import static dev.kneeline.metric.Direction.LOWER;
import static dev.kneeline.metric.Direction.NEITHER;

import dev.kneeline.space.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The one table of metrics. Result files, `show`, help and the reference page are printed from it.
///
/// A percentile that is not in the table is understood by its pattern: `p99.9_ttft_ms` is as good a
/// key as `p99_ttft_ms`.
public final class Metrics {

  private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,3}(?:\\.\\d+)?)_(.+)_ms");

  private static final List<Metric> SINGLE =
      List.of(
          metric("duration", Unit.SECONDS, NEITHER, "length of the run", "window end - start"),
          metric("completed", Unit.REQUESTS, HIGHER, "requests whose answer came whole", "count"),
          metric("failed", Unit.REQUESTS, LOWER, "requests that failed, of any class", "count"),
          metric(
              "total_input_tokens",
              Unit.TOKENS,
              NEITHER,
              "prompt tokens of completed requests",
              "sum of input tokens"),
          metric(
              "total_output_tokens",
              Unit.TOKENS,
              NEITHER,
              "answer tokens of completed requests",
              "sum of output tokens"),
          metric(
              "request_throughput",
              Unit.REQUESTS_PER_SECOND,
              HIGHER,
              "completed requests a second",
              "completed / duration"),
          metric(
              "request_goodput",
              Unit.REQUESTS_PER_SECOND,
              HIGHER,
              "requests a second that kept every latency limit of `goodput`",
              "completed requests within all limits / duration; absent without limits"),
          metric(
              "output_throughput",
              Unit.TOKENS_PER_SECOND,
              HIGHER,
              "answer tokens a second",
              "total_output_tokens / duration"),
          metric(
              "total_token_throughput",
              Unit.TOKENS_PER_SECOND,
              HIGHER,
              "prompt and answer tokens a second",
              "(total_input_tokens + total_output_tokens) / duration"),
          metric(
              "max_output_tokens_per_s",
              Unit.TOKENS_PER_SECOND,
              HIGHER,
              "answer tokens in the best second",
              "largest bucket of one second from the run's start, tokens and not events"),
          metric(
              "max_concurrent_requests",
              Unit.REQUESTS,
              NEITHER,
              "most requests in flight at once",
              "exact sweep over sent and end, half open"),
          metric(
              "mean_concurrent_requests",
              Unit.REQUESTS,
              NEITHER,
              "requests in flight, averaged over time",
              "sum of (end - sent) inside the run / duration"),
          metric(
              "tokens_per_event",
              Unit.TOKENS_PER_EVENT,
              NEITHER,
              "tokens that one event of the stream holds; above 1, `itl` is not a token's time",
              "tokens of all events / events"),
          metric(
              "percentile_error",
              Unit.RATIO,
              NEITHER,
              "how far percentiles may be off, relative to them; there only where a latency has"
                  + " more than ten million values",
              "half a bucket's width / its lower end; up to ten million values are sorted"),
          metric(
              "failure_rate",
              Unit.RATIO,
              LOWER,
              "share of requests that failed",
              "failed / (completed + failed)"),
          metric(
              "interactivity",
              Unit.TOKENS_PER_SECOND_PER_USER,
              HIGHER,
              "how fast one user's answer grows once it has begun",
              "1000 / mean_tpot_ms"),
          metric(
              "tok_s_user",
              Unit.TOKENS_PER_SECOND_PER_USER,
              HIGHER,
              "answer tokens a second of one user, waiting included",
              "output_throughput / max_concurrency (without a cap: max_concurrent_requests)"),
          metric(
              "total_tokens_per_gpu",
              Unit.TOKENS_PER_SECOND_PER_GPU,
              HIGHER,
              "prompt and answer tokens a second of one GPU",
              "total_token_throughput / GPUs of the server"),
          metric(
              "output_tokens_per_gpu",
              Unit.TOKENS_PER_SECOND_PER_GPU,
              HIGHER,
              "answer tokens a second of one GPU",
              "output_throughput / GPUs of the server"),
          metric(
              "cost_per_million_tokens",
              Unit.COST_PER_MILLION_TOKENS,
              LOWER,
              "money for a million tokens, prompt and answer, in the currency of `gpu_hour_price`",
              "gpu_hour_price / 3600 / total_tokens_per_gpu * 1,000,000: at 2.50 an hour and 1,000"
                  + " tok/s/GPU 0.694"),
          metric(
              "cost_per_million_output_tokens",
              Unit.COST_PER_MILLION_TOKENS,
              LOWER,
              "money for a million answer tokens, in the currency of `gpu_hour_price`",
              "gpu_hour_price / 3600 / output_tokens_per_gpu * 1,000,000"),
          metric(
              "gpu_energy_j",
              Unit.JOULES,
              NEITHER,
              "what the server's GPUs drew while rates were taken",
              "mean over the lines of machine.csv inside the window of the server's gpuN_power_w,"
                  + " summed over its GPUs, * duration; absent where no tool tells the power"),
          metric(
              "tokens_per_joule",
              Unit.TOKENS_PER_JOULE,
              HIGHER,
              "prompt and answer tokens for a joule that the GPUs drew",
              "(total_input_tokens + total_output_tokens) / gpu_energy_j: 40,000 tokens for 10 s at"
                  + " 400 W are 10"),
          metric(
              "output_tokens_per_joule",
              Unit.TOKENS_PER_JOULE,
              HIGHER,
              "answer tokens for a joule that the GPUs drew",
              "total_output_tokens / gpu_energy_j"));

  private static final Map<String, Metric> BY_KEY = index();

  private Metrics() {}

  /// Every metric of the table, in the order of the reference page.
  public static List<Metric> all() {
    return List.copyOf(BY_KEY.values());
  }

  /// The metric of a key or of a percentile's pattern.
  public static Optional<Metric> find(String key) {
    return Optional.ofNullable(BY_KEY.get(key)).or(() -> percentile(key));
  }

  /// Whether a key is a median or another percentile of a run's samples.
  public static boolean isPercentile(String key) {
    return key.startsWith("median_") || PERCENTILE.matcher(key).matches();
  }

  /// The key of the table that a misspelled one probably means.
  public static Optional<String> nearest(String key) {
    return nearest(key, BY_KEY.keySet());
  }

  /// The nearest of some keys by edits, if at most a third of the letters would change.
  static Optional<String> nearest(String key, Collection<String> keys) {
    return Nearest.to(key, keys);
  }

  private static Metric metric(
      String key, Unit unit, Direction direction, String description, String formula) {
    return new Metric(key, unit, direction, description, formula);
  }

  private static Map<String, Metric> index() {
    List<Metric> metrics = new ArrayList<>(SINGLE);
    for (FailureClass kind : FailureClass.values()) {
      metrics.add(metric(kind.key(), Unit.REQUESTS, LOWER, "failed: " + kind.meaning(), "count"));
    }
    for (Family family : Family.values()) {
      metrics.add(statistic(family, "mean", "mean"));
      metrics.add(statistic(family, "median", "median"));
      metrics.add(statistic(family, "std", "standard deviation (divisor n)"));
      for (int percentile : List.of(50, 90, 95, 99)) {
        metrics.add(statistic(family, "p" + percentile, percentile + "th percentile"));
      }
    }
    return metrics.stream()
        .collect(
            Collectors.toMap(
                Metric::key, each -> each, (first, second) -> first, LinkedHashMap::new));
  }

  private static Metric statistic(Family family, String statistic, String words) {
    return metric(
        family.key(statistic),
        Unit.MILLISECONDS,
        LOWER,
        words + ": " + family.words(),
        words + " of " + family.formula());
  }

  private static Optional<Metric> percentile(String key) {
    Matcher matcher = PERCENTILE.matcher(key);
    if (!matcher.matches() || Double.parseDouble(matcher.group(1)) > 100) {
      return Optional.empty();
    }
    String number = matcher.group(1);
    return Arrays.stream(Family.values())
        .filter(family -> family.word().equals(matcher.group(2)))
        .map(family -> statistic(family, "p" + number, number + "th percentile"))
        .findFirst();
  }
}
