package dev.kneeline.sim;

import dev.kneeline.sim.model.TimeModel;
import java.util.List;

/// What `/metrics` tells under vLLM's names, with vLLM's buckets.
final class VllmMetrics {

  private static final double[] ITL = {
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80
  };
  private static final double[] LATENCY = {
    0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680
  };
  private static final double[] TTFT = {
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40,
    80, 160, 640, 2560
  };

  private final Histogram firstToken = new Histogram("vllm:time_to_first_token_seconds", TTFT);
  private final Histogram betweenTokens = new Histogram("vllm:inter_token_latency_seconds", ITL);

  /// Releases before the autumn of 2025 have the same under this name.
  private final Histogram betweenTokensBefore =
      new Histogram("vllm:time_per_output_token_seconds", ITL);

  private final Histogram perToken =
      new Histogram("vllm:request_time_per_output_token_seconds", ITL);
  private final Histogram endToEnd = new Histogram("vllm:e2e_request_latency_seconds", LATENCY);
  private final Histogram queued = new Histogram("vllm:request_queue_time_seconds", LATENCY);
  private final Histogram inference = new Histogram("vllm:request_inference_time_seconds", LATENCY);
  private final Histogram prefill = new Histogram("vllm:request_prefill_time_seconds", LATENCY);
  private final Histogram decode = new Histogram("vllm:request_decode_time_seconds", LATENCY);
  private final Histogram copies = new Histogram("vllm:request_params_n", 1, 2, 5, 10, 20);
  private final Histogram prompts;
  private final Histogram answers;
  private final Histogram asked;

  /// @param longest prompt and answer together
  VllmMetrics(int longest) {
    prompts = Histogram.ofCounts("vllm:request_prompt_tokens", longest);
    answers = Histogram.ofCounts("vllm:request_generation_tokens", longest);
    asked = Histogram.ofCounts("vllm:request_params_max_tokens", longest);
  }

  void firstToken(double seconds) {
    firstToken.add(seconds);
  }

  /// One value for each event of a request, however many tokens it has.
  void nextTokens(double seconds) {
    betweenTokens.add(seconds);
    betweenTokensBefore.add(seconds);
  }

  void finished(ServerMetrics.Finished request) {
    endToEnd.add(request.totalSeconds());
    queued.add(request.queuedSeconds());
    double generating = request.totalSeconds() - request.firstSeconds();
    prefill.add(request.firstSeconds() - request.queuedSeconds());
    decode.add(generating);
    inference.add(request.totalSeconds() - request.queuedSeconds());
    if (request.tokens() > 1) {
      perToken.add(generating / (request.tokens() - 1));
    }
    prompts.add(request.prompt());
    answers.add(request.tokens());
    asked.add(request.asked());
    copies.add(request.copies());
  }

  String text(String model, ServerMetrics.Totals totals, TimeModel.Load load) {
    MetricText text =
        new MetricText("engine=\"0\",model_name=%s".formatted(Json.text(model)))
            .gauge("vllm:num_requests_running", load.running())
            .gauge("vllm:num_requests_waiting", load.waiting())
            .gauge("vllm:kv_cache_usage_perc", load.cacheUse())
            .counter("vllm:num_preemptions_total", load.preemptions())
            .counter("vllm:prefix_cache_queries_total", totals.promptTokens())
            .counter("vllm:prefix_cache_hits_total", load.cachedTokens())
            .counter("vllm:prompt_tokens_total", totals.promptTokens())
            .counter("vllm:generation_tokens_total", totals.generatedTokens())
            .type("vllm:request_success_total", "counter")
            .sample("vllm:request_success_total", "finished_reason=\"stop\"", totals.stopped())
            .sample("vllm:request_success_total", "finished_reason=\"length\"", totals.completed())
            .sample("vllm:request_success_total", "finished_reason=\"abort\"", totals.aborted());
    totals
        .cache()
        .ifPresent(cache ->
            text.type("vllm:cache_config_info", "gauge")
                .sample(
                    "vllm:cache_config_info",
                    "block_size=\"%d\",num_gpu_blocks=\"%d\""
                        .formatted(cache.blockSize(), cache.blocks()),
                    1));
    guesses(text, totals);
    for (Histogram histogram :
        new Histogram[] {
          firstToken,
          betweenTokens,
          betweenTokensBefore,
          perToken,
          endToEnd,
          queued,
          inference,
          prefill,
          decode,
          prompts,
          answers,
          asked,
          copies
        }) {
      text.histogram(histogram);
    }
    return text.toString();
  }

  private static void guesses(MetricText text, ServerMetrics.Totals totals) {
    List<Long> accepted = totals.acceptedAt();
    if (accepted.isEmpty()) {
      return;
    }
    text.counter("vllm:spec_decode_num_drafts_total", totals.drafts())
        .counter("vllm:spec_decode_num_draft_tokens_total", totals.drafts() * accepted.size())
        .counter("vllm:spec_decode_num_accepted_tokens_total", totals.accepted())
        .type("vllm:spec_decode_num_accepted_tokens_per_pos_total", "counter");
    for (int place = 0; place < accepted.size(); place++) {
      text.sample(
          "vllm:spec_decode_num_accepted_tokens_per_pos_total",
          "position=\"%d\"".formatted(place),
          accepted.get(place));
    }
  }
}
