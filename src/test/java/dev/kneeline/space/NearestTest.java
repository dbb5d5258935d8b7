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
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
  }
}
