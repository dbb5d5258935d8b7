package dev.kneeline.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What other tools call our metrics in their results, wherever such a result is read.
public final class ForeignNames {

  /// SGLang's names where they are not vLLM's, which are ours.
  private static final Map<String, String> SGLANG =
      Map.of(
          "total_throughput", "total_token_throughput", "concurrency", "mean_concurrent_requests");

  private static final Map<String, String> GENAI =
      Map.of(
          "run_duration", "duration",
          "mean_output_throughput_tokens_per_s", "output_throughput",
          "mean_total_tokens_throughput_tokens_per_s", "total_token_throughput",
          "requests_per_second", "request_throughput",
          "num_completed_requests", "completed",
          "num_error_requests", "failed",
          "error_rate", "failure_rate");

  private static final Map<String, String> GENAI_FAMILIES =
      Map.of("ttft", "ttft", "tpot", "tpot", "e2e_latency", "e2el");

  private static final Map<String, String> GENAI_STATISTICS =
      Map.of("mean", "mean", "stddev", "std", "p50", "median");

  private static final Pattern PERCENTILE = Pattern.compile("p\\d+(\\.\\d+)?");

  private ForeignNames() {}

  /// The key of a metric of `vllm bench serve`, whose older results call end-to-end latency
  /// `e2e_latency`: `mean_e2e_latency_ms` is `mean_e2el_ms`. Any other name is as it was.
  public static String vllm(String name) {
    return name.replace("_e2e_latency_ms", "_e2el_ms");
  }

  /// The same for SGLang's bench_serving, which also has names of its own.
  public static String sglang(String name) {
    return vllm(SGLANG.getOrDefault(name, name));
  }

  /// The key of a whole-run figure of genai-bench.
  public static Optional<String> genaiFigure(String name) {
    return Optional.ofNullable(GENAI.get(name));
  }

  /// The keys of a statistic of one of genai-bench's latencies; none where we have no such latency
  /// or statistic. `p50` of `e2e_latency` is `median_e2el_ms` and `p50_e2el_ms`.
  public static List<String> genaiStatistic(String latency, String statistic) {
    String family = GENAI_FAMILIES.get(latency);
    if (family == null) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    String known = GENAI_STATISTICS.get(statistic);
    if (known != null) {
      keys.add("%s_%s_ms".formatted(known, family));
    }
    if (PERCENTILE.matcher(statistic).matches()) {
      keys.add("%s_%s_ms".formatted(statistic, family));
    }
    return keys;
  }

  /// Milliseconds in the unit of genai-bench's latencies: they are in seconds unless the file's
  /// `_time_unit` is `ms`.
  ///
  /// @param timeUnit as the file has it; empty where it has none
  public static double genaiMillis(String timeUnit) {
    return timeUnit.startsWith("ms") ? 1 : 1000;
  }
}
