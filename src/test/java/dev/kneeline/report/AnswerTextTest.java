package dev.kneeline.report;

import static dev.kneeline.analysis.StudyMaker.point;
import static dev.kneeline.analysis.StudyMaker.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Answer;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTextTest {

  private static final Objective MOST = Objective.parse("max output_throughput").orThrow();
  private static final Slo QUICK = Slo.parse("p99_ttft_ms <= 200").orThrow();

  @Test
  void an_answer_from_repeated_runs_says_its_interval_and_what_is_not_told_apart() {
    List<Row> rows =
        List.of(
            row(point("server.tp", 4, "load.c", 8), "output_throughput", 1000, 1010, 1020),
            row(point("server.tp", 2, "load.c", 8), "output_throughput", 990, 1000, 1010),
            row(point("server.tp", 1, "load.c", 8), "output_throughput", 500, 510, 520));

    assertThat(texts(rows, List.of()))
        .containsExactly(
            "Best: tp=4 c=8, with output throughput 1,010 ±25 tok/s.",
            "Not told apart from it by these runs: tp=2 c=8.");
  }

  @Test
  void an_answer_from_one_run_says_that_nothing_is_known_of_its_certainty() {
    List<Row> rows =
        List.of(row(point("a", 1), Map.of("output_throughput", 50.0, "p99_ttft_ms", 100.0)));

    assertThat(texts(rows, List.of(QUICK)))
        .containsExactly(
            "Best: a=1, with output throughput 50.0 tok/s within p99_ttft_ms <= 200.",
            "It rests on one run, so how sure that is cannot be told: repeat to know.");
  }

  @Test
  void no_answer_names_the_nearest_and_by_how_much_it_misses() {
    List<Row> rows =
        List.of(row(point("a", 1), Map.of("output_throughput", 50.0, "p99_ttft_ms", 412.3)));

    assertThat(texts(rows, List.of(QUICK)))
        .containsExactly(
            "No measured configuration keeps p99_ttft_ms <= 200.",
            "Nearest: a=1, with 412 ms against p99_ttft_ms <= 200.");
  }

  @Test
  void nothing_measured_is_said_as_such() {
    assertThat(texts(List.of(), List.of()))
        .containsExactly("Nothing was measured that has output_throughput.");
  }

  private static List<String> texts(List<Row> rows, List<Slo> slos) {
    return AnswerText.of(Answer.of(rows, MOST, slos), MOST, slos);
  }
}
