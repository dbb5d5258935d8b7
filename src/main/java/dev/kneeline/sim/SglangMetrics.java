package dev.kneeline.sim;

import dev.kneeline.sim.model.TimeModel;

/// What `/metrics` tells under SGLang's names, with SGLang's buckets.
final class SglangMetrics {

  private static final double[] TTFT = {
    0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400
  };
  private static final double[] ITL = {
    0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.06, 0.08, 0.1, 0.2,
    0.4, 0.6, 0.8, 1, 2, 4, 6, 8
  };
  private static final double[] LATENCY = {
    0.1, 0.2, 0.4, 0.6, 0.8, 1, 2, 4, 6, 8, 10, 20, 40, 60, 80, 100, 200, 400, 600, 1200, 1800, 2400
  };

  private final Histogram firstToken = new Histogram("sglang:time_to_first_token_seconds", TTFT);
  private final Histogram betweenTokens = new Histogram("sglang:inter_token_latency_seconds", ITL);
  private final Histogram endToEnd = new Histogram("sglang:e2e_request_latency_seconds", LATENCY);

  void firstToken(double seconds) {
    firstToken.add(seconds);
  }

  /// An event of several tokens counts as so many, with its time divided among them.
  void nextTokens(int tokens, double seconds) {
    betweenTokens.add(seconds / tokens, tokens);
  }

  void finished(ServerMetrics.Finished request) {
    endToEnd.add(request.totalSeconds());
  }

  String text(String model, ServerMetrics.Totals totals, TimeModel.Load load) {
    long prompts = totals.promptTokens();
    MetricText text =
        new MetricText("model_name=%s".formatted(Json.text(model)))
            .gauge("sglang:num_running_reqs", load.running())
            .gauge("sglang:num_queue_reqs", load.waiting())
            .gauge("sglang:token_usage", load.cacheUse())
            .gauge(
                "sglang:cache_hit_rate", prompts == 0 ? 0 : (double) load.cachedTokens() / prompts)
            .counter("sglang:num_retracted_reqs_total", load.preemptions())
            .counter("sglang:num_requests_total", totals.completed() + totals.stopped())
            .counter("sglang:num_aborted_requests_total", totals.aborted())
            .counter("sglang:prompt_tokens_total", prompts)
            .counter("sglang:cached_tokens_total", load.cachedTokens())
            .counter("sglang:generation_tokens_total", totals.generatedTokens());
    totals
        .cache()
        .ifPresent(cache ->
            text.gauge("sglang:max_total_num_tokens", cache.tokens())
                .gauge("sglang:num_used_tokens", Math.rint(load.cacheUse() * cache.tokens())));
    int places = totals.acceptedAt().size();
    if (places > 0) {
      double held = (double) totals.accepted() / Math.max(1, totals.drafts());
      text.gauge("sglang:spec_accept_length", 1 + held)
          .gauge("sglang:spec_accept_rate", held / places);
    }
    return text.histogram(firstToken).histogram(betweenTokens).histogram(endToEnd).toString();
  }
}
