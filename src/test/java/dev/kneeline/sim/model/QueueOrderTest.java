package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which of the waiting jobs is taken first.
class QueueOrderTest {

  private static final long MILLI = 1_000_000;

  /// Jobs in the order in which their first token came.
  private final List<Long> begun = new ArrayList<>();

  private final List<Long> ended = new ArrayList<>();

  @Test
  void in_order_of_arrival_priorities_count_nothing() {
    BatchingModel model = oneAtATime(QueueOrder.ARRIVAL, 0);
    submitAll(model, job(1, 2, 5), job(2, 2, -1), job(3, 9, 0));
    assertThat(begun).containsExactly(1L, 2L, 3L);
  }

  @Test
  void the_lowest_priority_number_goes_first_and_among_equals_the_first_to_come() {
    BatchingModel model = oneAtATime(QueueOrder.PRIORITY, 0);
    submitAll(model, job(1, 2, 5), job(2, 2, 0), job(3, 2, -1), job(4, 2, 0));
    assertThat(begun).containsExactly(3L, 2L, 4L, 1L);
  }

  @Test
  void the_longest_answer_goes_first() {
    BatchingModel model = oneAtATime(QueueOrder.LONGEST_OUTPUT, 0);
    submitAll(model, job(1, 2, 0), job(2, 7, 0), job(3, 2, 0), job(4, 9, 0));
    assertThat(begun).containsExactly(4L, 2L, 1L, 3L);
  }

  @Test
  void the_longest_known_prefix_goes_first_as_long_as_few_wait() {
    BatchingModel model = oneAtATime(QueueOrder.LONGEST_PREFIX, 0);
    submitAll(model, prefixed(1, 1, 2, 3));
    begun.clear();
    submitAll(model, prefixed(2, 7, 8, 9), prefixed(3, 1, 8, 9), prefixed(4, 1, 2, 3));
    assertThat(begun).containsExactly(4L, 3L, 2L);
  }

  @Test
  void a_queue_too_long_to_match_is_taken_as_it_came() {
    BatchingModel model = oneAtATime(QueueOrder.LONGEST_PREFIX, 0);
    submitAll(model, prefixed(1000, 1, 2, 3));
    begun.clear();
    for (int id = 0; id < 129; id++) {
      model.submit(job(id, 1, 0), 1_000 * MILLI);
    }
    submitAll(model, prefixed(1001, 1, 2, 3));
    // 130 wait: two go as they came. Then 128 do, and the known prefix is seen.
    assertThat(begun.subList(0, 4)).containsExactly(0L, 1L, 1001L, 2L);
  }

  @Test
  void chance_follows_its_seed() {
    assertThat(drawn(1)).isEqualTo(drawn(1)).isNotEqualTo(drawn(2));
    assertThat(drawn(1)).containsExactlyInAnyOrderElementsOf(arrival(20));
    assertThat(drawn(1)).isNotEqualTo(arrival(20));
  }

  @Test
  void the_least_urgent_gives_way_when_memory_runs_out() {
    // Four blocks of 16; each job ends at 40 tokens, which is three. The older one is less urgent.
    BatchingModel model = model(8, 4).ordered(QueueOrder.PRIORITY, 0);
    model.submit(new Job(1, 30, 10, Prefix.none(), 1, recorder(1)), 0);
    model.submit(new Job(2, 30, 10, Prefix.none(), 0, recorder(2)), 0);
    runAll(model);
    assertThat(model.load().preemptions()).isEqualTo(1);
    assertThat(ended).containsExactly(2L, 1L);
    assertThat(model.load().cacheUse()).isZero();
  }

  @Test
  void a_step_forgets_what_gave_way_in_the_midst_of_it() {
    List<Integer> steps = new ArrayList<>();
    BatchingModel model =
        new BatchingModel(
                work -> {
                  steps.add(work.tokens() * 1000 + work.sequences());
                  return 1e-3;
                },
                new Limits(8, 100, true, true, true, false, 4, 16),
                1e9,
                new Noise(0, 0),
                tokens -> {})
            .ordered(QueueOrder.PRIORITY, 0);
    // Two prompts of 32 fill the cache. In the next step the first to be looked at needs a block,
    // as
    // does the second, which takes those of the first since that is less urgent.
    model.submit(new Job(1, 17, 17, Prefix.none(), 1, recorder(1)), 0);
    model.submit(new Job(2, 32, 2, Prefix.none(), 0, recorder(2)), 0);
    runAll(model);
    assertThat(steps.get(0)).isEqualTo(49_002);
    assertThat(steps.get(1)).isEqualTo(1_001);
    assertThat(ended).containsExactly(2L, 1L);
  }

  @ParameterizedTest
  @EnumSource
  void in_any_order_every_job_ends_and_all_memory_returns(QueueOrder order) {
    for (int seed = 0; seed < 40; seed++) {
      begun.clear();
      ended.clear();
      SplittableRandom random = new SplittableRandom(seed);
      BatchingModel model = model(random.nextInt(1, 6), random.nextInt(4, 12)).ordered(order, seed);
      long now = 0;
      for (int id = 0; id < 30; id++) {
        now += random.nextLong(0, 40 * MILLI);
        model.advance(now);
        int priority = random.nextInt(3);
        int input = random.nextInt(1, 40);
        Prefix prefix = Prefix.ofBlocks(new long[input / 16]);
        model.submit(
            new Job(id, input, random.nextInt(1, 20), prefix, priority, recorder(id)), now);
      }
      runAll(model);
      assertThat(ended).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(arrival(30));
      assertThat(model.load().cacheUse()).as("seed %d", seed).isZero();
    }
  }

  private List<Long> drawn(long seed) {
    begun.clear();
    BatchingModel model = oneAtATime(QueueOrder.RANDOM, seed);
    for (int id = 0; id < 20; id++) {
      model.submit(job(id, 1, 0), 0);
    }
    runAll(model);
    return List.copyOf(begun);
  }

  private static List<Long> arrival(int count) {
    List<Long> ids = new ArrayList<>();
    for (long id = 0; id < count; id++) {
      ids.add(id);
    }
    return ids;
  }

  /// Arrive together in an idle server.
  private void submitAll(BatchingModel model, Job... jobs) {
    for (Job job : jobs) {
      model.submit(job, 1_000 * MILLI);
    }
    runAll(model);
  }

  private static BatchingModel oneAtATime(QueueOrder order, long seed) {
    return model(1, 100).ordered(order, seed);
  }

  private static BatchingModel model(int sequences, int blocks) {
    return new BatchingModel(
        work -> 10e-3 + work.tokens() * 1e-3,
        new Limits(sequences, 100, true, true, true, true, blocks, 16),
        1e9,
        new Noise(0, 0),
        tokens -> {});
  }

  private Job job(long id, int output, int priority) {
    return new Job(id, 8, output, Prefix.none(), priority, recorder(id));
  }

  private Job prefixed(long id, long... blocks) {
    return new Job(id, 60, 1, Prefix.ofBlocks(blocks), recorder(id));
  }

  private JobListener recorder(long id) {
    return new JobListener() {
      @Override
      public void tokens(int tokens, boolean last, long atNanos) {
        if (!begun.contains(id)) {
          begun.add(id);
        }
        if (last) {
          ended.add(id);
        }
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
