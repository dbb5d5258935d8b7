package dev.kneeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.report.Chart.Mark;
import dev.kneeline.report.Chart.Note;
import dev.kneeline.search.slo.SloOutcome.Probed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SlaChartTest {

  @Test
  void numbers_of_runs_that_lie_close_together_do_not_touch_and_none_is_left_out() {
    double[] loads = {40, 41, 41, 41.5, 41.6, 41.2, 42, 41.1, 41.4, 41.41, 39, 55, 41.3, 41.3};
    double[] margins = {-.2, -.19, -.17, .03, .01, -.01, .02, 0, -.005, -.004, -.5, .9, .01, .011};
    List<Probed> probes = new ArrayList<>();
    for (int run = 0; run < loads.length; run++) {
      probes.add(new Probed(loads[run], 1, "limit", OptionalDouble.of(margins[run]), ""));
    }
    Chart chart = SlaChart.of("dense", answer(probes)).orElseThrow();
    List<Note> notes =
        chart.marks().stream()
            .flatMap(
                mark -> mark instanceof Mark.Notes(List<Note> all, _) ? all.stream() : Stream.of())
            .toList();
    assertThat(notes.stream().flatMap(note -> Arrays.stream(note.text().split(", "))))
        .hasSize(loads.length)
        .doesNotHaveDuplicates();
    for (Note one : notes) {
      for (Note other : notes) {
        double apart = Math.abs(pixel(chart.x(), one.x()) - pixel(chart.x(), other.x()));
        double above = Math.abs(chart.y().share(one.y()) - chart.y().share(other.y())) * 300;
        String left = one.x() <= other.x() ? one.text() : other.text();
        assertThat(one == other || above >= 13 || apart >= 6 * left.length())
            .as("%s and %s", one, other)
            .isTrue();
      }
    }
  }

  private static double pixel(Chart.Axis axis, double value) {
    return axis.share(value) * 770;
  }

  private static SlaAnswer answer(List<Probed> probes) {
    return new SlaAnswer(
        "",
        "request-rate",
        "limit",
        "FOUND",
        OptionalDouble.of(41.41),
        OptionalDouble.of(41.5),
        "why",
        probes);
  }
}
