package dev.kneeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManyPointsTest {

  @Test
  void a_picture_of_very_many_points_can_be_drawn() {
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\">\n");
    svg.append("<circle cx=\"5\" cy=\"5\" r=\"1\"/>\n".repeat(5000)).append("</svg>\n");
    assertThat(Png.of(svg.toString())).startsWith(0x89, 'P', 'N', 'G');
  }
}
