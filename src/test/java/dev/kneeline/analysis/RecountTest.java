package dev.kneeline.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Recount.Change;
import dev.kneeline.metric.Figure;
import dev.kneeline.metric.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class RecountTest {

  @Test
  void figures_that_differ_by_rounding_only_are_identical() {
    Recount recount = new Recount();
    assertThat(recount.add(one(Figure.of(1e6)), one(Figure.of(1e6 + 1e-4)))).isTrue();
    assertThat(recount.add(one(Figure.absent()), one(Figure.absent()))).isTrue();
    assertThat(recount.add(one(Figure.of(0)), one(Figure.of(0)))).isTrue();
    assertThat(recount.identical()).isEqualTo(3);
    assertThat(recount.changes()).isEmpty();
  }

  @Test
  void the_largest_difference_is_a_share_of_the_larger_figure() {
    Recount recount = new Recount();
    assertThat(recount.add(one(Figure.of(100)), one(Figure.of(95)))).isFalse();
    assertThat(recount.add(one(Figure.of(99)), one(Figure.of(100)))).isFalse();
    assertThat(recount.different()).isEqualTo(2);
    assertThat(recount.changes()).containsExactly(new Change("a", 2, 0.05));
  }

  @Test
  void a_figure_that_is_gone_and_a_mark_that_changed_are_differences() {
    Recount recount = new Recount();
    Figures two = Figures.of(new LinkedHashMap<>(Map.of("b", 1.0)));
    recount.add(one(Figure.of(1)), two);
    recount.add(one(Figure.of(1)), one(Figure.of(1, false)));
    assertThat(recount.changes())
        .isEqualTo(
            List.of(
                new Change("a", 2, Double.POSITIVE_INFINITY),
                new Change("b", 1, Double.POSITIVE_INFINITY)));
  }

  private static Figures one(Figure figure) {
    SequencedMap<String, Figure> figures = new LinkedHashMap<>();
    figures.put("a", figure);
    return new Figures(figures);
  }
}
