package dev.kneeline.report;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.StudyMaker;
import dev.kneeline.report.Chart.Mark;
import dev.kneeline.report.Chart.Panel;
import dev.kneeline.report.Chart.Scale;
import dev.kneeline.report.Chart.Spot;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class PlotChartTest {

  private static final String Y = "output_throughput";

  @Test
  void a_concurrency_ladder_gets_an_axis_of_powers_of_two_and_a_curve_for_each_server() {
    Chart chart = chart(StudyMaker.server(1, false), PlotSpec.of("max_concurrency", Y));

    assertThat(chart.x().scale()).isEqualTo(Scale.LOG2);
    assertThat(chart.words().title()).isEqualTo("study: output throughput over max-concurrency");
    assertThat(paths(chart))
        .hasSize(4)
        .allSatisfy(path -> assertThat(xs(path)).hasSize(9).isSorted());
    assertThat(chart.colours().levels()).containsExactly("1", "2", "4", "8");
    assertThat(bands(chart)).isEqualTo(4);
  }

  @Test
  void over_a_measured_x_curves_follow_the_load_even_where_it_turns_back() {
    List<Row> rows =
        List.of(
            row(point("load.c", 1), Map.of("request_throughput", 1.0, Y, 10.0)),
            row(point("load.c", 2), Map.of("request_throughput", 3.0, Y, 20.0)),
            row(point("load.c", 4), Map.of("request_throughput", 2.0, Y, 30.0)));

    Chart chart = chart(rows, PlotSpec.of("request_throughput", Y));

    assertThat(paths(chart))
        .singleElement()
        .satisfies(p -> assertThat(xs(p)).containsExactly(1.0, 3.0, 2.0));
  }

  @Test
  void a_count_of_prompts_that_grows_with_the_load_does_not_cut_the_curve() {
    List<Row> scaled =
        List.of(
            with(row(point("load.c", 1), Y, 10.0), "load.num-prompts", 8),
            with(row(point("load.c", 2), Y, 20.0), "load.num-prompts", 16));
    List<Row> crossed = new ArrayList<>(scaled);
    crossed.add(with(row(point("load.c", 2), Y, 21.0), "load.num-prompts", 8));

    assertThat(paths(chart(scaled, PlotSpec.of("load.c", Y)))).hasSize(1);
    assertThat(paths(chart(crossed, PlotSpec.of("load.c", Y)))).hasSize(2);
  }

  @Test
  void panels_are_split_by_value_in_the_order_of_numbers() {
    List<Row> rows = new ArrayList<>();
    for (long isl : new long[] {1024, 128}) {
      StudyMaker.server(isl, false).forEach(row -> rows.add(with(row, "load.isl", isl)));
    }

    Chart chart =
        chart(rows, PlotSpec.of("max_concurrency", Y).withPanels(List.of(), List.of("isl")));

    assertThat(chart.facets().columns()).containsExactly("isl 128", "isl 1024");
    assertThat(paths(chart)).hasSize(8);
    assertThat(paths(chart).getFirst().spots().getFirst().panel())
        .isEqualTo(new Panel("", "isl 1024"));
    assertThat(Svg.of(chart)).contains("isl 128").contains("isl 1024");
  }

  @Test
  void values_in_one_bin_are_averaged_with_a_band_from_smallest_to_largest() {
    List<Row> rows =
        List.of(row(point("c", 10), Y, 1), row(point("c", 19), Y, 3), row(point("c", 25), Y, 9));

    Chart chart = chart(rows, PlotSpec.of("c", Y).withBins(Map.of("c", 10.0)));

    assertThat(paths(chart).getFirst().spots()).extracting(Spot::y).containsExactly(2.0, 9.0);
    assertThat(chart.words().subtitle()).contains("means over several configurations");
  }

  @Test
  void a_band_that_reaches_out_of_the_panel_is_cut_at_its_edge() {
    List<Row> rows = List.of(row(point("c", 1), Y, 10, 30), row(point("c", 2), Y, 20, 21));

    Chart chart = chart(rows, PlotSpec.of("c", Y));

    // Of 10 and 30 the interval is 20 ± 127.
    Mark.Band band =
        chart.marks().stream()
            .filter(Mark.Band.class::isInstance)
            .map(Mark.Band.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(band.uprights())
        .allSatisfy(line -> {
          assertThat(line.y1()).isBetween(chart.y().low(), chart.y().high());
          assertThat(line.y2()).isBetween(chart.y().low(), chart.y().high());
        });
    assertThat(chart.y().high()).isLessThan(60);
  }

  @Test
  void what_rises_with_the_load_splits_no_curve_and_bands_may_be_left_out() {
    List<Row> rows =
        List.of(
            row(point("load.max-concurrency", 1, "load.num-prompts", 10), Y, 1, 2),
            row(point("load.max-concurrency", 2, "load.num-prompts", 20), Y, 2, 3),
            row(point("load.max-concurrency", 4, "load.num-prompts", 40), Y, 3, 4));
    PlotSpec spec = PlotSpec.of("max_concurrency", Y);

    assertThat(paths(chart(rows, spec))).hasSize(1);
    assertThat(bands(chart(rows, spec))).isEqualTo(1);
    PlotSpec.Look bare =
        new PlotSpec.Look(false, java.util.OptionalDouble.empty(), List.of("a note"));
    assertThat(bands(chart(rows, spec.withLook(bare)))).isZero();
    assertThat(chart(rows, spec.withLook(bare)).words().caption()).contains("a note");
  }

  @Test
  void a_name_that_rows_lack_is_told_and_its_group_is_unset() {
    List<Row> rows = List.of(row(point("c", 1, "a", 1), Y, 1), row(point("c", 2), Y, 1));

    assertThat(UnsetGroups.warnings(rows, List.of("a", "cc")))
        .containsExactly(
            "1 of 2 configurations have no 'a' and are in the group 'unset'",
            "no configuration has 'cc', so all are in one group 'unset'; did you mean 'c'?");
    assertThat(
            chart(rows, PlotSpec.of("c", Y).withPanels(List.of(), List.of("a"))).facets().columns())
        .containsExactlyInAnyOrder("a 1", "a unset");
  }

  @Test
  void a_row_without_a_number_for_x_is_counted_and_a_study_without_any_has_no_chart() {
    List<Row> rows = List.of(row(point("c", 1), Y, 1), row(point("c", "inf"), Y, 1));

    assertThat(chart(rows, PlotSpec.of("c", Y)).words().caption())
        .contains("1 without both values left out");
    assertThat(PlotChart.of("study", rows, PlotSpec.of("nothing", Y))).isEmpty();
  }

  @Test
  void figures_are_split_by_parameters_and_named_by_their_values() {
    Map<String, Chart> figures =
        PlotChart.figures(
            "study",
            StudyMaker.server(1, false),
            PlotSpec.of("max_concurrency", Y),
            List.of("tensor-parallel-size"));

    assertThat(figures.keySet())
        .containsExactly(
            "tensor-parallel-size=1",
            "tensor-parallel-size=2",
            "tensor-parallel-size=4",
            "tensor-parallel-size=8");
  }

  @Test
  void the_usual_x_is_the_loads_ladder() {
    assertThat(PlotChart.usualX(StudyMaker.server(1, false))).contains("load.max-concurrency");
    assertThat(PlotChart.usualX(List.of(row(point("a", "x"), Y, 1)))).isEmpty();
    List<Row> search =
        List.of(
            row(point("load.request-rate", "inf"), Y, 9),
            row(point("load.request-rate", 2), Y, 5),
            row(point("load.request-rate", 3), Y, 6));
    assertThat(PlotChart.usualX(search)).contains("load.request-rate");
  }

  private static Row with(Row row, String name, long value) {
    SequencedMap<String, Value> values = new LinkedHashMap<>(row.point().values());
    values.put(name, Value.of(value));
    return new Row(new Point(values), row.columns(), row.state());
  }

  private static Chart chart(List<Row> rows, PlotSpec spec) {
    return PlotChart.of("study", rows, spec).orElseThrow();
  }

  private static List<Mark.Path> paths(Chart chart) {
    return chart.marks().stream()
        .filter(Mark.Path.class::isInstance)
        .map(Mark.Path.class::cast)
        .toList();
  }

  private static List<Double> xs(Mark.Path path) {
    return path.spots().stream().map(Spot::x).toList();
  }

  private static long bands(Chart chart) {
    return chart.marks().stream().filter(Mark.Band.class::isInstance).count();
  }
}
