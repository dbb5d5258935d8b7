package dev.kneeline.sim;

import dev.kneeline.sim.model.TimeModel;
import java.util.Locale;

/// What `/metrics` tells, under vLLM's and under SGLang's names.
final class ServerMetrics {

  private final String model;
  private final Histogram firstToken = new Histogram();
  private final Histogram betweenTokens = new Histogram();
  private final Histogram endToEnd = new Histogram();
  private long requests;
  private long completed;
  private long promptTokens;
  private long generatedTokens;

  ServerMetrics(String model) {
    this.model = model;
  }

  void arrived(int tokens) {
    requests++;
    promptTokens += tokens;
  }

  void firstToken(double seconds) {
    firstToken.add(seconds);
  }

  void nextTokens(int tokens, double seconds) {
    for (int token = 0; token < tokens; token++) {
      betweenTokens.add(seconds / tokens);
    }
  }

  void generated(int tokens) {
    generatedTokens += tokens;
  }

  void completed(double seconds) {
    completed++;
    endToEnd.add(seconds);
  }

  /// Prometheus text, format 0.0.4.
  String text(TimeModel.Load load) {
    return vllm(load) + sglang(load);
  }

  private String vllm(TimeModel.Load load) {
    String labels = "engine=\"0\",model_name=%s".formatted(Json.text(model));
    return gauge("vllm:num_requests_running", labels, load.running())
        + gauge("vllm:num_requests_waiting", labels, load.waiting())
        + gauge("vllm:kv_cache_usage_perc", labels, load.cacheUse())
        + counter("vllm:num_preemptions_total", labels, load.preemptions())
        + counter("vllm:prefix_cache_queries_total", labels, promptTokens)
        + counter("vllm:prefix_cache_hits_total", labels, load.cachedTokens())
        + counter("vllm:prompt_tokens_total", labels, promptTokens)
        + counter("vllm:generation_tokens_total", labels, generatedTokens)
        + counter("vllm:request_success_total", labels + ",finished_reason=\"length\"", completed)
        + firstToken.lines("vllm:time_to_first_token_seconds", labels)
        + betweenTokens.lines("vllm:inter_token_latency_seconds", labels)
        + betweenTokens.lines("vllm:time_per_output_token_seconds", labels)
        + endToEnd.lines("vllm:e2e_request_latency_seconds", labels);
  }

  private String sglang(TimeModel.Load load) {
    String labels = "model_name=%s".formatted(Json.text(model));
    double hits = promptTokens == 0 ? 0 : (double) load.cachedTokens() / promptTokens;
    return gauge("sglang:num_running_reqs", labels, load.running())
        + gauge("sglang:num_queue_reqs", labels, load.waiting())
        + gauge("sglang:token_usage", labels, load.cacheUse())
        + gauge("sglang:cache_hit_rate", labels, hits)
        + counter("sglang:num_requests_total", labels, requests)
        + counter("sglang:prompt_tokens_total", labels, promptTokens)
        + counter("sglang:generation_tokens_total", labels, generatedTokens)
        + firstToken.lines("sglang:time_to_first_token_seconds", labels)
        + betweenTokens.lines("sglang:inter_token_latency_seconds", labels)
        + endToEnd.lines("sglang:e2e_request_latency_seconds", labels);
  }

  private static String gauge(String name, String labels, double value) {
    return String.format(Locale.ROOT, "# TYPE %s gauge\n%s{%s} %.6f\n", name, name, labels, value);
  }

  private static String counter(String name, String labels, long value) {
    return "# TYPE %s counter\n%s{%s} %d\n".formatted(name, name, labels, value);
  }
}
