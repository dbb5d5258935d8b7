package dev.kneeline.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void an_absent_figure_keeps_its_key_and_has_no_value() {
    Figures figures = figures(1.5, Figure.absent());

    assertThat(figures.keys()).containsExactly("first", "second");
    assertThat(figures.value("first")).hasValue(1.5);
    assertThat(figures.value("second")).isEmpty();
    assertThat(figures.value("third")).isEmpty();
    assertThat(figures.byKey()).containsEntry("second", Figure.absent());
  }

  @Test
  void a_figure_that_is_not_reliable_stays_so() {
    assertThat(figures(1, Figure.of(2, false)).figure("second")).isEqualTo(Figure.of(2, false));
  }

  @Test
  void merged_figures_take_the_others_where_both_have_one() {
    Figures merged = figures(1, Figure.of(2)).with(figures(3, Figure.absent()));

    assertThat(merged).isEqualTo(figures(3, Figure.absent()));
  }

  @Test
  void sharing_keys_changes_nothing_that_can_be_seen() {
    Figures one = figures(1, Figure.of(2));
    Figures other = figures(3, Figure.of(4, false));

    Figures shared = other.sharingKeysOf(one);

    assertThat(shared).isEqualTo(other);
    assertThat(shared.keys()).isSameAs(one.keys());
    assertThat(other.sharingKeysOf(Figures.none()).keys()).isEqualTo(List.of("first", "second"));
  }

  private static Figures figures(double first, Figure second) {
    SequencedMap<String, Figure> byKey = new LinkedHashMap<>();
    byKey.put("first", Figure.of(first));
    byKey.put("second", second);
    return new Figures(byKey);
  }
}
