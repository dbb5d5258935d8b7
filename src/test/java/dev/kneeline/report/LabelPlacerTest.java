package dev.kneeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.report.LabelPlacer.Box;
import dev.kneeline.report.LabelPlacer.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelPlacerTest {

  private static final double NORTH_EAST = -Math.PI / 4;

  @Test
  void labels_of_a_crowd_touch_neither_each_other_nor_the_edge() {
    SplittableRandom random = new SplittableRandom(4);
    LabelPlacer placer = new LabelPlacer(800, 400, NORTH_EAST);
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String text = "concurrency " + i;
      Optional<Placed> placed = placer.place(random.nextDouble(800), random.nextDouble(400), text);
      placed.ifPresent(
          at -> boxes.add(new Box(at.x(), at.y() - 7, at.x() + 6.5 * text.length(), at.y() + 7)));
    }
    assertThat(boxes).hasSizeGreaterThan(40);
    for (Box box : boxes) {
      assertThat(boxes.stream().filter(box::touches)).containsExactly(box);
      assertThat(box.touches(new Box(0, 0, 800, 400))).isTrue();
      assertThat(box.left()).isNotNegative();
      assertThat(box.right()).isLessThanOrEqualTo(800);
    }
  }

  @Test
  void a_lone_label_stands_on_the_preferred_side() {
    Placed placed = new LabelPlacer(800, 400, NORTH_EAST).place(400, 200, "64").orElseThrow();

    assertThat(placed.x()).isBetween(401.0, 415.0);
    assertThat(placed.y()).isBetween(175.0, 199.0);
  }

  @Test
  void a_line_is_crossed_only_where_there_is_no_other_place() {
    LabelPlacer free = new LabelPlacer(800, 400, NORTH_EAST);
    free.avoidLine(0, 190, 800, 190);
    assertThat(free.place(400, 200, "64").orElseThrow().y()).isGreaterThan(191);

    LabelPlacer narrow = new LabelPlacer(120, 24, NORTH_EAST);
    narrow.avoidLine(0, 12, 120, 12);
    assertThat(narrow.place(60, 12, "64")).isPresent();
  }

  @Test
  void a_label_without_any_place_is_left_out() {
    assertThat(new LabelPlacer(30, 10, NORTH_EAST).place(15, 5, "a long label")).isEmpty();
  }
}
