package dev.kneeline.load;

import java.util.List;

/// What a server tells of itself at `/metrics`, under the names that vLLM, SGLang and llama.cpp
/// use.
public enum ServerGauge {
  /// Requests in a batch now.
  RUNNING,
  /// Requests in the server's queue now.
  WAITING,
  /// Share of the KV cache in use now.
  KV_USE,
  /// Prompt tokens looked up in the prefix cache so far.
  PREFIX_QUERIES,
  /// Prompt tokens found in it so far.
  PREFIX_HITS,
  /// Seconds to the first token, of all requests so far.
  TTFT_SUM,
  /// How many requests that were.
  TTFT_COUNT,
  /// Times that tokens were guessed ahead, so far.
  DRAFTS,
  /// Tokens guessed ahead so far.
  DRAFT_TOKENS,
  /// Guessed tokens that held, so far.
  ACCEPTED_TOKENS;

  /// Its names in the text, the likeliest first.
  List<String> names() {
    return switch (this) {
      case RUNNING ->
          List.of(
              "vllm:num_requests_running",
              "sglang:num_running_reqs",
              "llamacpp:requests_processing");
      case WAITING ->
          List.of(
              "vllm:num_requests_waiting", "sglang:num_queue_reqs", "llamacpp:requests_deferred");
      case KV_USE ->
          List.of(
              "vllm:kv_cache_usage_perc",
              "vllm:gpu_cache_usage_perc",
              "sglang:token_usage",
              "llamacpp:kv_cache_usage_ratio");
      case PREFIX_QUERIES ->
          List.of(
              "vllm:prefix_cache_queries_total",
              "vllm:prefix_cache_queries",
              "vllm:gpu_prefix_cache_queries_total",
              "sglang:prompt_tokens_total");
      case PREFIX_HITS ->
          List.of(
              "vllm:prefix_cache_hits_total",
              "vllm:prefix_cache_hits",
              "vllm:gpu_prefix_cache_hits_total",
              "sglang:cached_tokens_total");
      case TTFT_SUM ->
          List.of("vllm:time_to_first_token_seconds_sum", "sglang:time_to_first_token_seconds_sum");
      case TTFT_COUNT ->
          List.of(
              "vllm:time_to_first_token_seconds_count", "sglang:time_to_first_token_seconds_count");
      case DRAFTS -> List.of("vllm:spec_decode_num_drafts_total");
      case DRAFT_TOKENS -> List.of("vllm:spec_decode_num_draft_tokens_total");
      case ACCEPTED_TOKENS -> List.of("vllm:spec_decode_num_accepted_tokens_total");
    };
  }
}
