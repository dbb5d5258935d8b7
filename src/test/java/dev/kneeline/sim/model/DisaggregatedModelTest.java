package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DisaggregatedModelTest {

  private static final long MILLI = 1_000_000;

  private final List<String> events = new ArrayList<>();

  @Test
  void a_token_comes_after_the_prompt_the_journey_and_one_step() {
    // 20 tokens: 10 + 20 ms; the journey 1 ms a token; then 11 ms a step.
    DisaggregatedModel model = model(1, 1);
    model.submit(job(1, 20, 2), 0);
    runAll(model);
    assertThat(events).containsExactly("1@61", "1@72 end");
  }

  @Test
  void prompts_do_not_disturb_answers_that_run() {
    DisaggregatedModel model = model(1, 1);
    model.submit(job(1, 20, 8), 0);
    model.advance(60 * MILLI);
    model.submit(job(2, 500, 1), 60 * MILLI);
    runAll(model);
    assertThat(events.subList(0, 8))
        .containsExactly("1@61", "1@72", "1@83", "1@94", "1@105", "1@116", "1@127", "1@138 end");
    assertThat(events.getLast()).isEqualTo("2@1081 end");
  }

  @Test
  void two_prefill_workers_share_prompts_and_the_emptier_decode_worker_takes_the_next() {
    DisaggregatedModel model = model(2, 2);
    model.submit(job(1, 20, 2), 0);
    model.submit(job(2, 20, 2), 0);
    runAll(model);
    // Each alone on its two workers: both as if the other were not there.
    assertThat(events).containsExactlyInAnyOrder("1@61", "2@61", "1@72 end", "2@72 end");
  }

  @Test
  void a_cancelled_job_is_gone_wherever_it_is() {
    for (long at : new long[] {5, 40, 65}) {
      events.clear();
      DisaggregatedModel model = model(1, 1);
      model.submit(job(1, 20, 9), 0);
      model.advance(at * MILLI);
      model.cancel(1);
      runAll(model);
      assertThat(events).noneMatch(event -> event.endsWith("end"));
      assertThat(model.load().cacheUse()).isZero();
      assertThat(model.resetCache()).isTrue();
    }
  }

  @Test
  void a_cache_travels_over_the_network_between_two_full_nodes() {
    Deployment deepseek =
        new Deployment(
            Gpus.find("h200").orElseThrow(),
            ModelShapes.find("deepseek-r1").orElseThrow(),
            Precision.FP8,
            Precision.BF16,
            Parallelism.tensor(8));
    Roofline roofline = new Roofline(deepseek, Assumptions.usual());
    assertThat(roofline.transferSeconds(1024)).isCloseTo(1.929e-3, within(1e-6));
  }

  private static DisaggregatedModel model(int prefill, int decode) {
    return new DisaggregatedModel(workers(prefill), workers(decode), tokens -> 1e-3 * tokens);
  }

  private static List<BatchingModel> workers(int count) {
    return IntStream.range(0, count)
        .mapToObj(worker ->
            new BatchingModel(
                work -> 10e-3 + work.tokens() * 1e-3,
                new Limits(8, 1000, true, true, true, true, 100, 16),
                1e9,
                new Noise(0, 0),
                tokens -> {}))
        .toList();
  }

  private Job job(int id, int input, int output) {
    return new Job(
        id,
        input,
        output,
        Prefix.none(),
        new JobListener() {
          @Override
          public void tokens(int tokens, boolean last, long atNanos) {
            events.add("%d@%d%s".formatted(id, atNanos / MILLI, last ? " end" : ""));
          }

          @Override
          public void lost(String reason, long atNanos) {
            events.add(id + " lost");
          }
        });
  }

  private static void runAll(TimeModel model) {
    while (model.nextNanos() != TimeModel.NEVER) {
      model.advance(model.nextNanos());
    }
  }
}
