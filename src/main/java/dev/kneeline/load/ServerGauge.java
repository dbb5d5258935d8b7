package dev.kneeline.load;

import java.util.List;

/// What a server tells of itself at `/metrics`, under the names that vLLM, SGLang and llama.cpp
/// use.
public enum ServerGauge {
  /// Requests in a batch now.
  RUNNING("vllm:num_requests_running", "sglang:num_running_reqs", "llamacpp:requests_processing"),
  /// Requests in the server's queue now.
  WAITING("vllm:num_requests_waiting", "sglang:num_queue_reqs", "llamacpp:requests_deferred"),
  /// Share of the KV cache in use now.
  KV_USE(
      "vllm:kv_cache_usage_perc",
      "vllm:gpu_cache_usage_perc",
      "sglang:token_usage",
      "llamacpp:kv_cache_usage_ratio"),
  /// Prompt tokens looked up in the prefix cache so far.
  PREFIX_QUERIES(
      "vllm:prefix_cache_queries_total",
      "vllm:prefix_cache_queries",
      "vllm:gpu_prefix_cache_queries_total",
      "sglang:prompt_tokens_total"),
  /// Prompt tokens found in it so far.
  PREFIX_HITS(
      "vllm:prefix_cache_hits_total",
      "vllm:prefix_cache_hits",
      "vllm:gpu_prefix_cache_hits_total",
      "sglang:cached_tokens_total"),
  /// Seconds to the first token, of all requests so far.
  TTFT_SUM("vllm:time_to_first_token_seconds_sum", "sglang:time_to_first_token_seconds_sum"),
  /// How many requests that were.
  TTFT_COUNT("vllm:time_to_first_token_seconds_count", "sglang:time_to_first_token_seconds_count");

  private final List<String> names;

  ServerGauge(String... names) {
    this.names = List.of(names);
  }

  /// Its names in the text, the likeliest first.
  List<String> names() {
    return names;
  }
}
