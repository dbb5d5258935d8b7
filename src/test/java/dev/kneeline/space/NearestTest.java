package dev.kneeline.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void a_swap_of_neighbours_is_one_edit() {
    assertThat(Nearest.edits("enigne", "engine")).isEqualTo(1);
    assertThat(Nearest.to("plna", List.of("plot", "plan", "run"))).contains("plan");
  }

  @Test
  void dash_and_underscore_and_case_cost_nothing() {
    assertThat(Nearest.edits("Max_Num-Seqs", "max-num_seqs")).isZero();
  }

  @Test
  void what_differs_in_more_than_a_third_is_no_suggestion() {
    assertThat(Nearest.to("zebra", List.of("plan", "run"))).isEmpty();
    assertThat(Nearest.to("concurrency", List.of("max-concurrency"))).contains("max-concurrency");
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void the_first_by_the_alphabet_is_taken_of_equally_near_words() {
    assertThat(Nearest.to("run3", List.of("run2", "run1"))).contains("run1");
  }

  @Test
  void a_hint_names_the_nearest_word_or_says_something_else() {
    assertThat(Nearest.hint("plna", List.of("plan"), "no")).isEqualTo("did you mean 'plan'?");
    assertThat(Nearest.hint("x".repeat(65), List.of("x".repeat(64)), "no")).isEqualTo("no");
  }
}
