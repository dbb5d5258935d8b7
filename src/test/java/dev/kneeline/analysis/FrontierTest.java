package dev.kneeline.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Frontier.Axes;
import dev.kneeline.analysis.Frontier.Spot;
import dev.kneeline.metric.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrontierTest {

  @Test
  void points_that_nothing_beats_stay_from_the_best_x_on() {
    assertThat(names(spot("a", 1, 9), spot("b", 5, 5), spot("c", 9, 1), spot("under", 4, 4)))
        .containsExactly("c", "b", "a");
  }

  @Test
  void of_two_points_with_the_same_y_only_the_one_with_the_better_x_stays() {
    assertThat(names(spot("worse", 1, 5), spot("better", 2, 5))).containsExactly("better");
    assertThat(names(spot("worse", 5, 1), spot("better", 5, 2))).containsExactly("better");
  }

  @Test
  void exact_duplicates_stay_together_or_go_together() {
    assertThat(names(spot("one", 5, 5), spot("two", 5, 5))).containsExactlyInAnyOrder("one", "two");
    assertThat(names(spot("one", 5, 5), spot("two", 5, 5), spot("over", 6, 5)))
        .containsExactly("over");
  }

  @Test
  void an_axis_on_which_less_is_better_is_turned() {
    Frontier<String> frontier =
        Frontier.of(
            List.of(spot("fast", 10, 100), spot("wide", 50, 900), spot("bad", 60, 800)),
            new Axes(Direction.LOWER, Direction.HIGHER));

    assertThat(frontier.points()).extracting(Spot::thing).containsExactly("fast", "wide");
  }

  @Test
  void it_agrees_with_the_definition_on_random_points_full_of_ties() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 500; round++) {
      List<Spot<String>> spots = new ArrayList<>();
      int count = random.nextInt(30);
      for (int i = 0; i < count; i++) {
        spots.add(spot("p" + i, random.nextInt(6), random.nextInt(6)));
      }
      List<Spot<String>> expected =
          spots.stream()
              .filter(spot -> spots.stream().noneMatch(other -> beats(other, spot)))
              .toList();

      assertThat(Frontier.of(spots, Axes.BOTH_HIGHER).points())
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void the_knee_is_farthest_from_the_chord_after_scaling_both_axes() {
    // Scaled to [0, 1]: ends (0, 1) and (1, 0); near (0.8, 0.9) sums to 1.7, flat (0.3, 0.95) to
    // 1.25.
    Frontier<String> frontier =
        Frontier.of(
            List.of(
                spot("left", 10, 2000),
                spot("flat", 37, 1900),
                spot("near", 82, 1800),
                spot("right", 100, 0)),
            Axes.BOTH_HIGHER);

    assertThat(frontier.knee()).map(Spot::thing).contains("near");
  }

  @Test
  void a_frontier_without_a_bulge_has_no_knee() {
    assertThat(knee(spot("a", 0, 1), spot("b", 1, 0))).isEmpty();
    assertThat(knee(spot("a", 0, 2), spot("straight", 1, 1), spot("b", 2, 0))).isEmpty();
    assertThat(knee(spot("a", 0, 9), spot("dent", 1, 1), spot("b", 9, 0))).isEmpty();
    assertThat(knee(spot("one", 1, 1))).isEmpty();
    assertThat(knee()).isEmpty();
  }

  @SafeVarargs
  private static java.util.Optional<String> knee(Spot<String>... spots) {
    return Frontier.of(List.of(spots), Axes.BOTH_HIGHER).knee().map(Spot::thing);
  }

  @SafeVarargs
  private static List<String> names(Spot<String>... spots) {
    return Frontier.of(List.of(spots), Axes.BOTH_HIGHER).points().stream()
        .map(Spot::thing)
        .toList();
  }

  private static Spot<String> spot(String name, double x, double y) {
    return new Spot<>(name, x, y);
  }

  private static boolean beats(Spot<?> one, Spot<?> other) {
    return one.x() >= other.x()
        && one.y() >= other.y()
        && (one.x() > other.x() || one.y() > other.y());
  }
}
