package dev.kneeline.analysis;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import dev.kneeline.study.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private static final Objective MOST = Objective.parse("max output_throughput").orThrow();
  private static final String KEY = "output_throughput";

  private static final Row FAST = serving(1, 1000, 500);
  private static final Row CALM = serving(2, 700, 180);
  private static final Row SLOW = serving(3, 300, 90);

  @Test
  void the_best_is_the_best_of_those_that_keep_every_limit() {
    assertThat(best(List.of())).isEqualTo(FAST);
    assertThat(best(List.of(slo("p99_ttft_ms <= 200")))).isEqualTo(CALM);
    assertThat(best(List.of(slo("p99_ttft_ms <= 200"), slo("p99_ttft_ms < 100")))).isEqualTo(SLOW);
  }

  @Test
  void when_none_keeps_them_the_nearest_is_named_with_the_limit_it_misses_most() {
    List<Slo> slos = List.of(slo("p99_ttft_ms <= 45"), slo("output_throughput >= 600"));

    // Shares missed: FAST 10.1 in ttft; CALM 3 in ttft; SLOW 1 in ttft and 0.5 in throughput.
    assertThat(Answer.of(List.of(FAST, CALM, SLOW), MOST, slos))
        .isEqualTo(new Answer.NoneMeets(SLOW, slos.getFirst(), 1.0));
  }

  @Test
  void rows_whose_intervals_overlap_the_bests_are_named_as_level() {
    Row first = row(point("a", 1), KEY, 100, 110, 105);
    Row level = row(point("a", 2), KEY, 99, 104, 109);
    Row behind = row(point("a", 3), KEY, 50, 51, 52);

    Answer answer = Answer.of(List.of(behind, level, first), MOST, List.of());

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Best.class,
            best -> {
              assertThat(best.best()).isEqualTo(first);
              assertThat(best.level()).containsExactly(level);
            });
  }

  @Test
  void a_limit_that_the_bests_interval_crosses_is_unsure() {
    Row row = row(point("a", 1), "p99_ttft_ms", 150, 190, 230);
    Objective least = Objective.parse("min p99_ttft_ms").orThrow();

    Answer answer = Answer.of(List.of(row), least, List.of(slo("p99_ttft_ms <= 200")));

    assertThat(((Answer.Best) answer).unsure()).containsExactly(slo("p99_ttft_ms <= 200"));
  }

  @Test
  void nothing_measured_is_an_answer_of_its_own() {
    assertThat(Answer.of(List.of(RowsTest.failed(point("a", 1))), MOST, List.of()))
        .isEqualTo(new Answer.NothingMeasured());
  }

  @Test
  void the_table_has_every_row_the_answers_first_and_says_why_others_are_not() {
    Row failed = RowsTest.failed(point("a", 9));
    List<Slo> slos = List.of(slo("p99_ttft_ms <= 200"));

    List<Row> ordered = Show.ordered(List.of(failed, SLOW, FAST, CALM), Optional.of(MOST), slos);
    Table table = Show.table(ordered, Columns.usual(ordered, List.of(MOST), slos), slos);

    assertThat(ordered).containsExactly(CALM, SLOW, FAST, failed);
    assertThat(table.columns().getLast().key()).isEqualTo("remark");
    assertThat(table.rows().stream().map(List::getLast))
        .containsExactly(
            new Table.Cell.Words(""),
            new Table.Cell.Words(""),
            new Table.Cell.Words("misses p99_ttft_ms <= 200"),
            new Table.Cell.Words("failed: bad flag: unrecognized argument"));
  }

  @Test
  void a_run_that_its_client_doubts_is_told_with_its_reason() {
    Run sure = StudyMaker.run(1, "OK", Map.of(KEY, 1.0));
    Run late =
        new Run(
            2,
            sure.fingerprint(),
            new Verdict("SUSPECT", List.of("sent 12 ms late", "another reason")),
            false,
            "runs/2",
            sure.figures(),
            sure.cost());
    Row row =
        new Row(
            point("a", 1), new LinkedHashMap<>(), new TrialState.Completed(List.of(sure, late)));

    assertThat(Show.remark(row, List.of())).isEqualTo("1 suspect run: sent 12 ms late");
  }

  @Test
  void the_best_of_each_group_is_one_row_a_group() {
    List<Row> rows = StudyMaker.server(1, false);

    List<Row> best = Show.bestOfGroups(rows, List.of("tensor_parallel_size"), MOST, List.of());

    assertThat(best).hasSize(4);
    assertThat(best).allMatch(row -> row.value("max-concurrency").spelling().equals("256"));
  }

  private static Row best(List<Slo> slos) {
    return ((Answer.Best) Answer.of(List.of(SLOW, FAST, CALM), MOST, slos)).best();
  }

  private static Row serving(int id, double throughput, double ttft) {
    return row(point("a", id), Map.of(KEY, throughput, "p99_ttft_ms", ttft));
  }

  private static Slo slo(String text) {
    return Slo.parse(text).orThrow();
  }
}
