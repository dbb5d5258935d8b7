package dev.kneeline.report;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.analysis.StudyMaker;
import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import dev.kneeline.metric.Slo;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TablesTest {

  private static final Table TABLE =
      new Table(
          List.of(
              new Column("server.weights", "weights", ""),
              new Column("output_throughput", "output_throughput", "tok/s"),
              new Column("p99_ttft_ms", "p99_ttft_ms", "ms")),
          List.of(
              List.of(
                  new Cell.Words("q4_0"),
                  new Cell.Measured(1234.4, OptionalDouble.of(12.34), true),
                  new Cell.Measured(0.98765, OptionalDouble.empty(), false)),
              List.of(
                  new Cell.Words("量子化"),
                  new Cell.Measured(45.6789, OptionalDouble.of(0.0123), true),
                  new Cell.Absent())),
          List.of("a note"));

  @Test
  void a_terminal_table_aligns_words_left_and_numbers_right_by_their_width_on_screen() {
    assertThat(TerminalTable.of(TABLE, 80))
        .isEqualTo(
            """
            weights  output_throughput  p99_ttft_ms
                                 tok/s           ms
            ───────  ─────────────────  ───────────
            q4_0             1,234 ±12      0.988 ?
            量子化         45.7 ±0.01            -
            a note
            """
                .replace("量子化         45.7 ±0.01 ", "量子化          45.7 ±0.01 "));
  }

  @Test
  void columns_that_do_not_fit_are_named_and_not_cut() {
    assertThat(TerminalTable.of(TABLE, 30))
        .doesNotContain("0.988")
        .contains("too narrow for: p99_ttft_ms (all are in --format csv)");
    assertThat(TerminalTable.of(TABLE, 1)).contains("q4_0");
  }

  @Test
  void control_characters_of_a_study_do_not_reach_the_terminal() {
    Table table =
        new Table(
            List.of(new Column("a", "a", "")),
            List.of(List.of(new Cell.Words("\u001b[2Jgone\r"))),
            List.of());

    assertThat(TerminalTable.of(table, 80)).contains("\ufffd[2Jgone\ufffd");
  }

  @Test
  void markdown_keeps_bars_and_tags_of_a_study_as_text() {
    Table table =
        new Table(
            List.of(new Column("a", "a", "")),
            List.of(List.of(new Cell.Words("<script>|\nx"))),
            List.of());

    assertThat(MarkdownTable.of(table))
        .isEqualTo(
            """
            | a |
            | --- |
            | &lt;script>\\| x |
            """);
  }

  @Test
  void markdown_aligns_numbers_right_and_names_units() {
    assertThat(MarkdownTable.of(TABLE))
        .startsWith(
            """
            | weights | output_throughput (tok/s) | p99_ttft_ms |
            | --- | ---: | ---: |
            | q4_0 | 1,234 ±12 | 0.988 ? |
            """)
        .endsWith("\n- a note\n");
  }

  @Test
  void csv_has_every_digit_empty_fields_and_intervals_where_there_are_some() {
    List<CsvRecord> lines = CsvReader.builder().ofCsvRecord(CsvTable.of(TABLE)).stream().toList();

    assertThat(lines.getFirst().getFields())
        .containsExactly(
            "server.weights", "output_throughput", "output_throughput_ci95", "p99_ttft_ms");
    assertThat(lines.get(1).getFields()).containsExactly("q4_0", "1234.4", "12.34", "0.98765");
    assertThat(lines.get(2).getFields()).containsExactly("量子化", "45.6789", "0.0123", "");
  }

  @Test
  void json_has_null_and_not_zero_where_nothing_was_measured() {
    Row measured = row(point("server.tp", 2, "server.dtype", "a\"b"), "output_throughput", 1, 3);
    Row single = row(point("server.tp", 4), Map.of("p99_ttft_ms", 5.0));
    List<Row> rows = List.of(measured, single);
    List<Slo> slos = List.of(Slo.parse("output_throughput >= 2").orThrow());

    JsonNode json = JsonMapper.shared().readTree(JsonRows.of(rows, Columns.all(rows), slos));

    JsonNode first = json.get(0);
    assertThat(first.at("/parameters/server.dtype").asString()).isEqualTo("a\"b");
    assertThat(first.at("/metrics/output_throughput/mean").asDouble()).isEqualTo(2);
    assertThat(first.at("/metrics/output_throughput/ci95").size()).isEqualTo(2);
    assertThat(first.at("/metrics/p99_ttft_ms").isNull()).isTrue();
    assertThat(first.at("/keeps_slos").asBoolean()).isTrue();
    assertThat(json.at("/1/metrics/p99_ttft_ms/ci95").isNull()).isTrue();
    assertThat(json.at("/1/keeps_slos").asBoolean()).isFalse();
  }

  @Test
  void numbers_have_three_significant_digits_and_never_claim_certainty() {
    assertThat(NumberText.threeDigits(12345.6)).isEqualTo("12,346");
    assertThat(NumberText.threeDigits(-12.345)).isEqualTo("-12.3");
    assertThat(NumberText.threeDigits(0.012345)).isEqualTo("0.0123");
    assertThat(NumberText.threeDigits(9.999)).isEqualTo("10.0");
    assertThat(NumberText.threeDigits(99.96)).isEqualTo("100");
    assertThat(NumberText.threeDigits(1.2345e-7)).isEqualTo("1.23e-07");
    assertThat(NumberText.threeDigits(0)).isEqualTo("0");
    assertThat(NumberText.threeDigits(Double.POSITIVE_INFINITY)).isEqualTo("inf");
    assertThat(NumberText.spread(0.0004, 45.7)).isEqualTo("0.0004");
    assertThat(NumberText.spread(1234.4, 98765)).isEqualTo("1,234");
    assertThat(NumberText.spread(0, 5)).isEqualTo("0.00");
    assertThat(NumberText.spread(1e-14, 61.4)).as("rounding").isEqualTo("0.0");
  }

  @Test
  void the_table_of_a_whole_study_has_a_row_for_each_configuration() {
    List<Row> rows = StudyMaker.server(1, true);
    Table table = Show.table(rows, Columns.usual(rows, List.of(), List.of()), List.of());

    assertThat(table.rows()).hasSize(36);
    assertThat(table.notes().getFirst()).startsWith("a simulated server answered");
  }
}
