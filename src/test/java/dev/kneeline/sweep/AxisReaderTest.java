package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Domain;
import dev.kneeline.space.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AxisReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4..256 x2             | 4 8 16 32 64 128 256",
        "4..100 x2             | 4 8 16 32 64 100",
        "4 .. 16  x 2          | 4 8 16",
        "0.80..0.92 +0.04      | 0.80 0.84 0.88 0.92",
        "0..1 +0.5             | 0.0 0.5 1.0",
        "16..1024 log 4        | 16 64 256 1024",
        "0.90..0.94+0.02       | 0.90 0.92 0.94",
        "4..16x2               | 4 8 16",
        "1..100log3            | 1 10 100",
        "1..4                  | 1 2 3 4",
        "1..10 +4              | 1 5 9",
        "-2..2 +2              | -2 0 2",
        "[1, 4..16 x2, 64]     | 1 4 8 16 64",
        "7                     | 7",
        "fp8                   | fp8",
        "[a, true, null, 0.90] | a true null 0.90",
        "[[1, 2], [4]]         | [1,2] [4]",
        "1.0..3.0 +1.0         | 1.0 2.0 3.0",
      })
  void an_axis_has_these_values(String text, String values) {
    assertThat(domain(text).values().stream().map(Value::spelling))
        .containsExactly(values.split(" "));
  }

  @Test
  void a_range_without_a_step_between_decimal_numbers_is_continuous() {
    assertThat(domain("0.1..0.9").isFinite()).isFalse();
  }

  @Test
  void a_version_or_a_path_is_text() {
    assertThat(domain("[1.2.3, a..b, ../x]").values())
        .containsExactly(Value.of("1.2.3"), Value.of("a..b"), Value.of("../x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4..256 y2",
        "4..",
        "4..2",
        "1..8 x1",
        "1..8 +0",
        "0..8 x2",
        "1..8 log 1",
        "[1..9.5]",
        "1..99999999999999999999",
        "1..4 x2 x3",
        "[]",
        "{a: 1}"
      })
  void what_is_no_axis_is_told(String text) {
    Problems problems = new Problems();
    Node node = new YamlReader(problems).read(Source.of("axis", text)).orElseThrow();
    assertThat(new AxisReader(problems).domain("x", node)).isEmpty();
    assertThat(problems.all())
        .singleElement()
        .satisfies(each -> assertThat(each.isError()).isTrue());
  }

  private static Domain domain(String text) {
    Problems problems = new Problems();
    Node node = new YamlReader(problems).read(Source.of("axis", text)).orElseThrow();
    Domain domain = new AxisReader(problems).domain("x", node).orElseThrow();
    assertThat(problems.all()).isEqualTo(List.of());
    return domain;
  }
}
