package dev.kneeline.analysis;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static dev.kneeline.analysis.StudyMaker.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import dev.kneeline.study.Failure;
import dev.kneeline.study.FailureKind;
import dev.kneeline.study.TrialState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/// Rows, their averages, groups and columns.
class RowsTest {

  private static final String KEY = "output_throughput";

  @Test
  void a_rows_figure_is_the_mean_over_its_runs_with_students_interval() {
    Average average = row(point("a", 1), KEY, 10, 12, 14).average(KEY).orElseThrow();

    assertThat(average.mean()).isEqualTo(12);
    assertThat(average.deviation()).isEqualTo(2);
    assertThat(average.halfWidth().orElseThrow()).isEqualTo(4.968, within(5e-4));
    assertThat(average.low()).isEqualTo(12 - 4.968, within(5e-4));
  }

  @Test
  void an_invalid_run_stays_in_the_row_and_out_of_the_mean() {
    Row row =
        new Row(
            point("a", 1),
            new LinkedHashMap<>(),
            new TrialState.Completed(
                List.of(run(1, "OK", Map.of(KEY, 10.0)), run(2, "INVALID", Map.of(KEY, 99.0)))));

    assertThat(row.runs()).hasSize(2);
    assertThat(row.average(KEY).orElseThrow().mean()).isEqualTo(10);
    assertThat(row.average(KEY).orElseThrow().halfWidth()).isEmpty();
  }

  @Test
  void a_metric_that_no_run_has_gives_no_average() {
    assertThat(row(point("a", 1), KEY, 10).average("mean_ttft_ms")).isEmpty();
    Row failed = failed(point("a", 1));
    assertThat(failed.measured()).isFalse();
    assertThat(failed.average(KEY)).isEmpty();
  }

  @Test
  void values_are_found_by_last_part_and_with_dashes_or_underscores() {
    Row row = row(point("server.max-num-seqs", 64, "load.max-concurrency", 8), KEY, 1);

    assertThat(row.value("server.max-num-seqs")).isEqualTo(Value.of(64));
    assertThat(row.value("max_num_seqs")).isEqualTo(Value.of(64));
    assertThat(row.value("max-num")).isEqualTo(Value.UNSET);
  }

  @Test
  void a_last_part_that_names_two_columns_names_none() {
    Row row = row(point("prefill.tp", 1, "decode.tp", 2), KEY, 1);

    assertThat(row.value("tp")).isEqualTo(Value.UNSET);
    assertThat(row.value("decode.tp")).isEqualTo(Value.of(2));
  }

  @Test
  void a_parameter_goes_before_a_column_of_the_same_name() {
    SequencedMap<String, Value> columns = new LinkedHashMap<>();
    columns.put("a", Value.of(9));
    columns.put("dtype", Value.of("bf16"));
    Row row = new Row(point("a", 1), columns, new TrialState.Waiting());

    assertThat(row.value("a")).isEqualTo(Value.of(1));
    assertThat(row.value("dtype")).isEqualTo(Value.of("bf16"));
    assertThat(row.names()).containsExactly("a", "dtype");
  }

  @Test
  void a_row_without_the_grouped_column_falls_into_the_unset_group() {
    List<Row> rows = List.of(row(point("a", 1, "b", 1), KEY, 1), row(point("b", 2), KEY, 2));

    assertThat(Groups.by(rows, List.of("a")).keySet())
        .containsExactly(List.of(Value.of(1)), List.of(Value.UNSET));
    assertThat(Groups.varying(rows)).containsExactly("a", "b");
  }

  @Test
  void numbers_that_are_spelled_differently_are_one_group() {
    Point one = point("f", new Value.Real(new java.math.BigDecimal("0.90"), "0.90"));
    Point other = point("f", 0.9);

    assertThat(Groups.by(List.of(row(one, KEY, 1), row(other, KEY, 2)), List.of("f"))).hasSize(1);
  }

  @Test
  void usual_columns_are_what_varies_and_what_the_question_names() {
    List<Row> rows = StudyMaker.server(1, false);

    Columns columns = Columns.usual(rows, List.of(), List.of());

    assertThat(columns.settings())
        .containsExactly("server.tensor-parallel-size", "load.max-concurrency");
    assertThat(columns.metrics())
        .containsExactly(
            "output_throughput",
            "total_tokens_per_gpu",
            "interactivity",
            "median_ttft_ms",
            "p99_ttft_ms");
  }

  @Test
  void columns_are_found_by_pattern_and_a_pattern_without_a_match_is_told() {
    List<Row> rows = StudyMaker.server(1, false);
    List<String> patterns = List.of("*ttft*", "max_concurrency", "*nothing*");

    assertThat(Columns.matching(rows, patterns))
        .isEqualTo(
            new Columns(List.of("load.max-concurrency"), List.of("median_ttft_ms", "p99_ttft_ms")));
    assertThat(Columns.unmatched(rows, patterns)).containsExactly("*nothing*");
  }

  static Row failed(Point point) {
    return new Row(
        point,
        new LinkedHashMap<>(),
        new TrialState.Failed(
            Failure.of(FailureKind.BAD_FLAG, "unrecognized argument"), List.of()));
  }
}
