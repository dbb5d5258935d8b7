package dev.kneeline.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SlotsTest {

  private final Slots slots = new Slots(3);

  @Test
  void without_a_similar_prompt_the_slot_free_for_longest_is_taken() throws Exception {
    assertThat(slots.take(List.of(1, 2))).isZero();
    assertThat(slots.take(List.of(1, 3))).isEqualTo(1);
    slots.release(1);
    slots.release(0);
    assertThat(slots.take(List.of(1, 4))).isEqualTo(2);
    assertThat(slots.take(List.of(1, 5))).isEqualTo(1);
  }

  /// 3 of 5 tokens are more than half; 2 of 5 are not.
  @Test
  void a_slot_that_holds_more_than_half_of_the_prompt_is_preferred() throws Exception {
    slots.release(slots.take(List.of(1, 2, 3)));
    slots.release(slots.take(List.of(9)));
    assertThat(slots.take(List.of(1, 2, 3, 4, 5))).isZero();
    slots.release(0);
    assertThat(slots.take(List.of(1, 2, 7, 7, 7))).isEqualTo(2);
  }

  @Test
  void busy_and_waiting_are_counted() throws Exception {
    for (int i = 0; i < 3; i++) {
      slots.take(List.of(i));
    }
    Thread waiting = Thread.ofPlatform().start(() -> takeAndRelease(List.of(7)));
    while (slots.waiting() == 0) {
      Thread.sleep(1);
    }
    assertThat(slots.busy()).isEqualTo(3);
    slots.release(1);
    waiting.join();
    assertThat(slots.busy()).isEqualTo(2);
  }

  @Test
  void what_needs_all_slots_waits_for_them_and_makes_its_slot_forget() throws Exception {
    slots.take(List.of(1, 2, 3));
    AtomicBoolean done = new AtomicBoolean();
    Thread eraser = Thread.ofPlatform().start(() -> erase(done));
    while (slots.waiting() == 0) {
      Thread.sleep(1);
    }
    assertThat(done).isFalse();
    slots.release(0);
    eraser.join();
    assertThat(done).isTrue();
    assertThat(slots.take(List.of(1, 2, 3))).isEqualTo(1);
  }

  private void erase(AtomicBoolean done) {
    try {
      slots.alone(0, () -> done.set(true));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void takeAndRelease(List<Integer> prompt) {
    try {
      slots.release(slots.take(prompt));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
