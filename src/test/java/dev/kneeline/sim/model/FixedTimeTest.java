package dev.kneeline.sim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The metronome.
class FixedTimeTest {

  private final List<String> heard = new ArrayList<>();

  @Test
  void token_k_comes_at_a_plus_ttft_plus_k_minus_1_itl() {
    FixedTime time = new FixedTime(100, 20);
    time.submit(job(1, 64), 0);
    time.advance(1359);
    assertThat(heard).hasSize(63);
    assertThat(time.nextNanos()).isEqualTo(1360);
    time.advance(1360);
    assertThat(heard.getLast()).isEqualTo("1@1360 last");
    assertThat(time.nextNanos()).isEqualTo(TimeModel.NEVER);
  }

  @Test
  void instants_come_in_order_whatever_the_delays_and_however_far_one_advances() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      int ttft = random.nextInt(50);
      int itl = 1 + random.nextInt(50);
      FixedTime time = new FixedTime(ttft, itl);
      TreeMap<Long, Integer> expected = new TreeMap<>();
      heard.clear();
      long now = 0;
      for (int id = 0; id < 20; id++) {
        now += random.nextInt(30);
        time.advance(now);
        int tokens = 1 + random.nextInt(5);
        boolean prefilled = random.nextInt(4) == 0;
        for (int token = 0; token < tokens; token++) {
          long at = now + (prefilled ? itl : ttft) + (long) token * itl;
          expected.merge(at, 1, Integer::sum);
        }
        if (prefilled) {
          time.submitPrefilled(job(id, tokens), now);
        } else {
          time.submit(job(id, tokens), now);
        }
      }
      time.advance(now + 1000);
      List<Long> instants =
          heard.stream().map(line -> Long.valueOf(line.split("[@ ]")[1])).toList();
      assertThat(instants).isSorted();
      TreeMap<Long, Integer> counted = new TreeMap<>();
      instants.forEach(at -> counted.merge(at, 1, Integer::sum));
      assertThat(counted).isEqualTo(expected);
    }
  }

  @Test
  void a_request_counts_from_its_arrival_though_it_is_told_of_later_and_after_a_younger_one() {
    FixedTime time = new FixedTime(100, 20);
    time.submit(job(1, 1), 70);
    time.submit(job(2, 2), 30);
    time.advance(200);
    assertThat(heard).containsExactly("2@130 on", "2@150 last", "1@170 last");
  }

  @Test
  void what_was_due_before_a_request_was_told_of_comes_next() {
    FixedTime time = new FixedTime(10, 20);
    time.submit(job(1, 5), 0);
    time.advance(60);
    time.submit(job(2, 2), 5);
    assertThat(time.nextNanos()).isEqualTo(50);
    time.advance(100);
    assertThat(heard)
        .containsExactly(
            "1@10 on", "1@30 on", "1@50 on", "2@50 on", "1@70 on", "2@70 last", "1@90 last");
  }

  @Test
  void a_cancelled_job_is_silent_and_in_nobodys_way() {
    FixedTime time = new FixedTime(10, 10);
    time.submit(job(1, 5), 0);
    time.submit(job(2, 1), 1);
    time.cancel(1);
    assertThat(time.nextNanos()).isEqualTo(11);
    assertThat(time.load().running()).isEqualTo(1);
    time.advance(100);
    assertThat(heard).containsExactly("2@11 last");
    assertThat(time.resetCache()).isTrue();
  }

  private Job job(long id, int tokens) {
    return new Job(
        id,
        3,
        tokens,
        Prefix.none(),
        new JobListener() {
          @Override
          public void tokens(int count, boolean last, long atNanos) {
            heard.add(id + "@" + atNanos + (last ? " last" : " on"));
          }

          @Override
          public void lost(String reason, long atNanos) {
            throw new AssertionError(reason);
          }
        });
  }
}
