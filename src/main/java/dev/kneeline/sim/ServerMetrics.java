package dev.kneeline.sim;

import dev.kneeline.sim.model.TimeModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What `/metrics` tells: an engine's own names in that engine's style, those of vLLM and SGLang
/// where the server is simply itself.
final class ServerMetrics {

  private final EngineStyle style;
  private final String model;
  private final VllmMetrics vllm;
  private final SglangMetrics sglang = new SglangMetrics();
  private final Optional<Cache> cache;
  private final long[] acceptedAt;
  private long drafts;
  private long promptTokens;
  private long generatedTokens;
  private long completed;
  private long stopped;
  private long aborted;

  /// The KV cache of one replica.
  record Cache(int blockSize, int blocks) {
    long tokens() {
      return (long) blocks * blockSize;
    }
  }

  /// Counts from the start.
  ///
  /// @param completed answers that are as long as asked for
  /// @param stopped answers that ended by themselves
  /// @param aborted answers that nobody waited for
  /// @param drafts steps of answers that were guessed ahead
  /// @param acceptedAt how often the guess for each place held; empty where nothing is guessed
  record Totals(
      long promptTokens,
      long generatedTokens,
      long completed,
      long stopped,
      long aborted,
      long drafts,
      List<Long> acceptedAt,
      Optional<Cache> cache) {

    /// Guesses that held, at all places.
    long accepted() {
      return acceptedAt.stream().mapToLong(Long::longValue).sum();
    }
  }

  /// One answer that is complete; times are from its request's arrival.
  ///
  /// @param prompt tokens in
  /// @param tokens out
  /// @param asked tokens at most
  /// @param copies answers to the same prompt
  /// @param queuedSeconds until its first step began
  /// @param firstSeconds until its first token
  /// @param totalSeconds until its last
  record Finished(
      int prompt,
      int tokens,
      int asked,
      int copies,
      double queuedSeconds,
      double firstSeconds,
      double totalSeconds) {}

  ServerMetrics(SimOptions options) {
    style = options.style();
    model = options.served().names().getFirst();
    vllm = new VllmMetrics(options.served().maxModelLength());
    Optional<EnginePlan.Starts> plan = options.pacing().started();
    cache =
        plan.map(starts ->
            new Cache(
                starts.limits().blockSize(),
                starts.limits().blocks() / starts.deployment().parallelism().replicas()));
    acceptedAt = new long[plan.map(starts -> starts.engine().speculation().depth()).orElse(0)];
  }

  void arrived(int tokens) {
    promptTokens += tokens;
  }

  void firstToken(double seconds) {
    generatedTokens++;
    vllm.firstToken(seconds);
    sglang.firstToken(seconds);
  }

  /// @param seconds since the same answer's tokens before
  void nextTokens(int tokens, double seconds) {
    generatedTokens += tokens;
    drafts++;
    for (int place = 0; place < Math.min(tokens - 1, acceptedAt.length); place++) {
      acceptedAt[place]++;
    }
    vllm.nextTokens(seconds);
    sglang.nextTokens(tokens, seconds);
  }

  void finished(Finished request) {
    completed += request.tokens() == request.asked() ? 1 : 0;
    stopped += request.tokens() == request.asked() ? 0 : 1;
    vllm.finished(request);
    sglang.finished(request);
  }

  void aborted() {
    aborted++;
  }

  /// Prometheus text, format 0.0.4.
  String text(TimeModel.Load load) {
    Totals totals =
        new Totals(
            promptTokens,
            generatedTokens,
            completed,
            stopped,
            aborted,
            drafts,
            Arrays.stream(acceptedAt).boxed().toList(),
            cache);
    return switch (style) {
      case VLLM -> vllm.text(model, totals, load);
      case SGLANG -> sglang.text(model, totals, load);
      case PLAIN, TRTLLM -> vllm.text(model, totals, load) + sglang.text(model, totals, load);
    };
  }
}
