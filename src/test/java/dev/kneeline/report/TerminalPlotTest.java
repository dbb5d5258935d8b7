package dev.kneeline.report;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.StudyMaker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalPlotTest {

  private static final String X = "interactivity";
  private static final String Y = "output_throughput";

  @Test
  void the_frontier_has_letters_that_the_list_names_and_other_points_are_dots() {
    List<Row> rows =
        List.of(
            row(point("c", 8), Map.of(X, 10.0, Y, 900.0)),
            row(point("c", 4), Map.of(X, 80.0, Y, 800.0)),
            row(point("c", 1), Map.of(X, 100.0, Y, 100.0)),
            row(point("c", 9), Map.of(X, 20.0, Y, 200.0)));

    assertThat(TerminalPlot.of(rows, X, Y, 60, 10))
        .isEqualTo(
            """
            output throughput (tok/s)
                 1,000 │
                       │    A
                   800 │                                 B
                       │
                   600 │
                   400 │
                       │
                   200 │        ·
                       │                                         C
                     0 │
                       └────────────────────────────────────────────────
                        0      20      40       60      80      100
                                              interactivity (tok/s/user)
              A  c=8  10.0 tok/s/user, 900 tok/s
              B  c=4  80.0 tok/s/user, 800 tok/s (knee)
              C  c=1  100 tok/s/user, 100 tok/s
            """);
  }

  @Test
  void no_line_is_wider_than_the_terminal() {
    String plot = TerminalPlot.of(StudyMaker.server(1, false), X, Y, 72, 16);

    assertThat(plot.lines()).allMatch(line -> TextWidth.of(line) <= 72);
  }

  @Test
  void rows_without_both_figures_give_no_plot() {
    assertThat(TerminalPlot.of(List.of(row(point("c", 1), X, 5)), X, Y, 80, 10)).isEmpty();
  }
}
