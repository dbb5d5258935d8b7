package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Answers that are guessed ahead.
class SpeculationTest {

  private final List<String> events = new ArrayList<>();

  /// A step takes 10 ms and 1 ms for each token in it: the prompt of 20 tokens 30 ms, a check of
  /// three guesses 14 ms. Of an answer of 10 the first comes with the prompt, then four and four,
  /// and for the last nothing is guessed: 11 ms.
  @Test
  void guesses_that_always_hold_come_out_together() {
    run(new Speculation(3, 3, 1, 3, 1), 10);
    assertThat(events).containsExactly("1@30", "4@44", "4@58", "1@69 end");
  }

  @Test
  void guesses_that_never_hold_are_computed_for_nothing() {
    run(new Speculation(3, 3, 0, 3, 1), 4);
    // Two guesses where three tokens are left, one where two are, none for the last.
    assertThat(events).containsExactly("1@30", "1@43", "1@55", "1@66 end");
  }

  @Test
  void a_step_yields_as_many_tokens_as_the_formula_says() {
    Speculation speculation = new Speculation(3, 3, 0.7, 3, 1);
    BatchingModel model = model(limits(64, 4000)).speculating(speculation, 1);
    int[] seen = new int[2];
    model.submit(
        new Job(
            0,
            1,
            40_000,
            Prefix.none(),
            new JobListener() {
              @Override
              public void tokens(int tokens, boolean last, long atNanos) {
                seen[0] += tokens;
                seen[1]++;
              }

              @Override
              public void lost(String reason, long atNanos) {
                throw new AssertionError(reason);
              }
            }),
        0);
    runAll(model);
    assertThat(seen[0]).isEqualTo(40_000);
    assertThat((double) seen[0] / seen[1]).isCloseTo(2.533, within(0.03));
  }

  @Test
  void guesses_need_room_in_the_budget() {
    BatchingModel model = model(limits(22, 4000)).speculating(new Speculation(3, 3, 1, 3, 1), 0);
    model.submit(job(1, 20, 8), 0);
    model.submit(job(2, 20, 8), 0);
    runAll(model);
    // The second step has 4 for the first answer, 18 for what is left of the second prompt.
    assertThat(events.subList(0, 3)).containsExactly("1@32", "4@64", "1@64");
  }

  @Test
  void with_little_memory_every_token_still_comes_once_and_all_memory_returns() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean mixed = random.nextBoolean();
      int depth = random.nextInt(1, 5);
      Limits limits =
          new Limits(
              random.nextInt(1, 6),
              random.nextInt(1, 64),
              mixed,
              true,
              mixed,
              true,
              random.nextInt(8, 40),
              4);
      BatchingModel model =
          model(limits).speculating(new Speculation(depth, depth + 3, 0.6, depth, 2), seed);
      int[] seen = new int[20];
      int[] expected = new int[20];
      for (int id = 0; id < 20; id++) {
        int number = id;
        expected[id] = random.nextInt(1, 12);
        model.submit(
            new Job(
                id,
                random.nextInt(1, 20),
                expected[id],
                Prefix.none(),
                new JobListener() {
                  @Override
                  public void tokens(int tokens, boolean last, long atNanos) {
                    seen[number] += tokens;
                    assertThat(last).isEqualTo(seen[number] == expected[number]);
                  }

                  @Override
                  public void lost(String reason, long atNanos) {
                    throw new AssertionError(reason);
                  }
                }),
            0);
      }
      runAll(model);
      assertThat(seen).as("seed %d", seed).isEqualTo(expected);
      assertThat(model.load().cacheUse()).as("seed %d", seed).isZero();
    }
  }

  private void run(Speculation speculation, int output) {
    BatchingModel model = model(limits(64, 100)).speculating(speculation, 0);
    model.submit(job(1, 20, output), 0);
    runAll(model);
  }

  private static BatchingModel model(Limits limits) {
    return new BatchingModel(
        work -> 10e-3 + work.tokens() * 1e-3, limits, 1e9, new Noise(0, 0), tokens -> {});
  }

  private static Limits limits(int stepTokens, int blocks) {
    return new Limits(8, stepTokens, true, true, true, true, blocks, 16);
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
            events.add("%d@%d%s".formatted(tokens, atNanos / 1_000_000, last ? " end" : ""));
          }

          @Override
          public void lost(String reason, long atNanos) {
            events.add("lost");
          }
        });
  }

  private static void runAll(TimeModel model) {
    while (model.nextNanos() != TimeModel.NEVER) {
      model.advance(model.nextNanos());
    }
  }
}
