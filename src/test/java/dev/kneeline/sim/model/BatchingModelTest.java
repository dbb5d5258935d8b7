package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BatchingModelTest {

  private static final long MILLI = 1_000_000;
  private static final long HOUR = 3_600_000_000_000L;

  /// Easy arithmetic: 10 ms a step and 1 ms for each token that it computes.
  private static final BatchingModel.StepTime TEN_AND_ONE_A_TOKEN =
      work -> 10e-3 + work.tokens() * 1e-3;

  private final List<String> events = new ArrayList<>();
  private final List<Integer> deaths = new ArrayList<>();

  @Test
  void a_prompt_takes_one_step_and_each_further_token_one_more() {
    BatchingModel model = model(limits(8, 100, 10));
    model.submit(job(1, 20, 3), 5 * MILLI);
    runAll(model);
    assertThat(events).containsExactly("1@35", "1@46", "1@57 end");
  }

  @Test
  void a_prompt_over_the_budget_is_computed_in_chunks_beside_running_answers() {
    BatchingModel model = model(limits(8, 10, 100));
    model.submit(job(1, 4, 4), 0);
    model.advance(0);
    model.submit(job(2, 18, 1), MILLI);
    runAll(model);
    // Steps: 4 tokens (14 ms); then twice 1 + 9 (20 ms each), which completes both prompts; then 1.
    assertThat(events).containsExactly("1@14", "1@34", "1@54", "2@54 end", "1@65 end");
  }

  @Test
  void prompts_go_first_and_alone_where_steps_are_not_mixed() {
    BatchingModel model = model(new Limits(8, 100, false, true, false, false, 10, 16));
    model.submit(job(1, 4, 3), 0);
    model.advance(0);
    model.submit(job(2, 20, 1), MILLI);
    runAll(model);
    assertThat(events).containsExactly("1@14", "2@44 end", "1@55", "1@66 end");
  }

  @Test
  void no_more_than_the_limit_run_at_once() {
    BatchingModel model = model(limits(2, 100, 10));
    for (int id = 1; id <= 3; id++) {
      model.submit(job(id, 5, 2), 0);
    }
    model.advance(0);
    assertThat(model.load()).extracting(TimeModel.Load::running).isEqualTo(2);
    assertThat(model.load()).extracting(TimeModel.Load::waiting).isEqualTo(1);
    runAll(model);
    assertThat(events.getLast()).startsWith("3@").endsWith("end");
  }

  @Test
  void when_memory_runs_out_the_youngest_gives_way_and_is_computed_again() {
    // Four blocks of 16: each job ends at 40 tokens, that is three blocks; two together need six.
    BatchingModel model = model(limits(8, 100, 4));
    model.submit(job(1, 30, 10), 0);
    model.submit(job(2, 30, 10), 0);
    runAll(model);
    assertThat(model.load().preemptions()).isEqualTo(1);
    assertThat(events).hasSize(20);
    assertThat(events.getLast()).startsWith("2@").endsWith("end");
    assertThat(model.load().cacheUse()).isZero();
  }

  @Test
  void a_job_larger_than_the_cache_is_lost_at_once() {
    BatchingModel model = model(limits(8, 100, 4));
    model.submit(job(1, 60, 5), 0);
    assertThat(events).containsExactly("1 lost");
    assertThat(model.nextNanos()).isEqualTo(TimeModel.NEVER);
  }

  @Test
  void a_shared_prefix_is_computed_once() {
    BatchingModel model = model(limits(8, 200, 100));
    Prefix prefix = Prefix.ofBlocks(1, 2, 3, 4);
    model.submit(new Job(1, 70, 1, prefix, recorder(1)), 0);
    runAll(model);
    model.submit(new Job(2, 70, 1, prefix, recorder(2)), 1000 * MILLI);
    runAll(model);
    // 70 tokens, then only the 6 that are not in the four known blocks of 16.
    assertThat(events).containsExactly("1@80 end", "2@1016 end");
    assertThat(model.load().cachedTokens()).isEqualTo(64);
    assertThat(model.resetCache()).isTrue();
    model.submit(new Job(3, 70, 1, prefix, recorder(3)), 2000 * MILLI);
    runAll(model);
    assertThat(events.getLast()).isEqualTo("3@2080 end");
  }

  @Test
  void a_cache_is_not_reset_under_a_running_job() {
    BatchingModel model = model(limits(8, 100, 10));
    model.submit(job(1, 20, 3), 0);
    assertThat(model.resetCache()).isFalse();
    runAll(model);
    assertThat(model.resetCache()).isTrue();
  }

  @Test
  void a_cancelled_job_frees_its_place_and_its_memory() {
    BatchingModel model = model(limits(1, 100, 4));
    model.submit(job(1, 30, 30), 0);
    model.submit(job(2, 30, 1), 0);
    model.advance(40 * MILLI);
    model.cancel(1);
    runAll(model);
    assertThat(events).contains("2@91 end");
    assertThat(model.load().cacheUse()).isZero();
  }

  @Test
  void a_prefilled_job_starts_with_its_first_token() {
    BatchingModel model = model(limits(8, 100, 10));
    model.submitPrefilled(job(1, 50, 2), 0);
    runAll(model);
    assertThat(events).containsExactly("1@11", "1@22 end");
  }

  @Test
  void a_step_whose_activations_do_not_fit_is_the_death_of_the_server() {
    BatchingModel model =
        new BatchingModel(
            TEN_AND_ONE_A_TOKEN, limits(8, 100, 100), 50, new Noise(0, 0), deaths::add);
    model.submit(job(1, 40, 2), 0);
    runAll(model);
    model.submit(job(2, 51, 2), 1000 * MILLI);
    runAll(model);
    assertThat(events).containsExactly("1@50", "1@61 end", "2 lost");
    assertThat(deaths).containsExactly(51);
  }

  @Test
  void the_same_seed_gives_the_same_instants_and_another_seed_others() {
    long first = hour(1).digest;
    assertThat(hour(1).digest).isEqualTo(first);
    assertThat(hour(2).digest).isNotEqualTo(first);
  }

  @Test
  void whatever_is_submitted_and_cancelled_every_token_comes_once_and_all_memory_returns() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean mixed = random.nextBoolean();
      int blocks = random.nextInt(8, 40);
      BatchingModel model =
          model(
              new Limits(
                  random.nextInt(1, 6),
                  random.nextInt(1, 64),
                  mixed,
                  true,
                  mixed,
                  true,
                  blocks,
                  4));
      int[] expected = new int[20];
      int[] seen = new int[20];
      boolean[] cancelled = new boolean[20];
      long now = 0;
      for (int id = 0; id < 20; id++) {
        now += random.nextLong(0, 60 * MILLI);
        model.advance(now);
        expected[id] = random.nextInt(1, 12);
        int input = random.nextInt(1, 20);
        Prefix prefix = Prefix.ofBlocks(new long[input / 4]);
        model.submit(new Job(id, input, expected[id], prefix, counter(seen, id)), now);
        if (random.nextInt(4) == 0) {
          int victim = random.nextInt(id + 1);
          cancelled[victim] |= seen[victim] < expected[victim];
          model.cancel(victim);
        }
      }
      runAll(model);
      for (int id = 0; id < 20; id++) {
        if (cancelled[id]) {
          assertThat(seen[id]).as("seed %d, job %d", seed, id).isLessThan(expected[id]);
        } else {
          assertThat(seen[id]).as("seed %d, job %d", seed, id).isEqualTo(expected[id]);
        }
      }
      assertThat(model.load().cacheUse()).as("seed %d", seed).isZero();
      assertThat(model.load().running() + model.load().waiting()).isZero();
    }
  }

  private static ClosedLoop hour(long seed) {
    Deployment deployment =
        new Deployment(
            Gpus.find("h100").orElseThrow(),
            ModelShapes.find("llama-3.1-8b").orElseThrow(),
            Precision.BF16,
            Precision.BF16,
            Parallelism.single());
    BatchingModel model =
        new BatchingModel(
            new Roofline(deployment, Assumptions.usual())::stepSeconds,
            new Limits(256, 8192, true, true, true, true, 28_000, 16),
            1e9,
            new Noise(0.02, seed),
            tokens -> {});
    return new ClosedLoop(model, 1024, 256).run(256, HOUR);
  }

  private BatchingModel model(Limits limits) {
    return new BatchingModel(TEN_AND_ONE_A_TOKEN, limits, 1e9, new Noise(0, 0), deaths::add);
  }

  private static Limits limits(int sequences, int stepTokens, int blocks) {
    return new Limits(sequences, stepTokens, true, true, true, true, blocks, 16);
  }

  private Job job(int id, int input, int output) {
    return new Job(id, input, output, Prefix.none(), recorder(id));
  }

  private JobListener recorder(int id) {
    return new JobListener() {
      @Override
      public void tokens(int tokens, boolean last, long atNanos) {
        events.add("%d@%d%s".formatted(id, atNanos / MILLI, last ? " end" : ""));
      }

      @Override
      public void lost(String reason, long atNanos) {
        events.add(id + " lost");
      }
    };
  }

  private static JobListener counter(int[] seen, int id) {
    return new JobListener() {
      @Override
      public void tokens(int tokens, boolean last, long atNanos) {
        seen[id] += tokens;
      }

      @Override
      public void lost(String reason, long atNanos) {
        throw new AssertionError(reason);
      }
    };
  }

  private static void runAll(TimeModel model) {
    while (model.nextNanos() != TimeModel.NEVER) {
      model.advance(model.nextNanos());
    }
  }
}
