package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.StudyMaker;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "16..1024 x2 | 64,128 | [32, 45, 64, 91, 128, 181, 256]",
        "1..8 | 3 | [2, 3, 4]",
        "10..90 +20 | 90 | [70, 80, 90]",
        "0.80..0.92 +0.04 | 0.84 | [0.80, 0.82, 0.84, 0.86, 0.88]",
        "16..1024 log 4 | 16 | [16, 32, 64]",
        "0.1..0.9 | 0.5,0.6 | 0.42..0.68",
      })
  void a_range_keeps_what_the_best_span_and_a_neighbour_and_halves_its_steps(
      String range, String seen, String expected) {
    assertThat(narrowed("sweep:\n  server.a: " + range + "\n", seen))
        .contains("\n  server.a: " + expected + "\n");
  }

  @Test
  void a_list_is_not_refined_since_it_may_be_all_that_the_engine_takes() {
    assertThat(narrowed("sweep: {server.a: [1, 2, 4, 8, 16]}\n", "4"))
        .contains("# server.a: the best have 4; a neighbour on each side\n")
        .contains("sweep: {server.a: [2, 4, 8]}\n");
    assertThat(narrowed("sweep: {server.a: [1, 2]}\n", "1,2")).contains("{server.a: [1, 2]}");
  }

  @Test
  void words_keep_those_that_the_best_have_in_every_form_of_a_list() {
    String block = "sweep:\n  server.a:\n    - f16\n    - q8_0\n    - \"x y\"\nseed: 3\n";
    assertThat(narrowed(block, "x y,f16"))
        .contains(
            "  server.a:\n"
                + "    # server.a: the best have only f16, x y\n"
                + "    [\"f16\", \"x y\"]\n"
                + "seed");
    String flow = "sweep:\n  server.a: [f16,\n    \"]\", q8_0]  # why\nseed: 3\n";
    assertThat(narrowed(flow, "q8_0"))
        .contains(
            "# server.a: dropped, all of the best have q8_0\n  server.a: [\"q8_0\"]  # why\nseed");
  }

  @Test
  void parameters_with_conditions_are_narrowed_too_and_the_name_is_kept() {
    String text = "params:\n  server.a: {values: 1..9 +2, when: \"server.b\"}\n";
    assertThat(narrowed(text, "5"))
        .startsWith("# why\nname: \"study\"\n")
        .contains("  server.a: {values: [3, 4, 5, 6, 7], when: \"server.b\"}\n");
  }

  private static String narrowed(String text, String seen) {
    List<Row> best =
        List.of(seen.split(",")).stream()
            .map(each -> StudyMaker.row(StudyMaker.point("server.a", value(each)), Map.of()))
            .toList();
    String result = Narrowing.of(text, "study", best, List.of("why")).orElseThrow();
    assertThat(new YamlReader(new Problems()).read(Source.of("new", result))).isPresent();
    return result;
  }

  private static Value value(String text) {
    return text.matches("[\\d.]+")
        ? text.contains(".") ? Value.of(new BigDecimal(text)) : Value.of(Long.parseLong(text))
        : Value.of(text);
  }
}
