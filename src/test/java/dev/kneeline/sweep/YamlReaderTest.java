package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1            | Whole | 1",
        "0.90         | Real  | 0.90",
        "1.5e3        | Real  | 1.5e3",
        "0x1F         | Whole | 0x1F",
        "0o17         | Whole | 0o17",
        "true         | Flag  | true",
        "'1'          | Text  | 1",
        "\"true\"     | Text  | true",
        "~            | Unset | null",
        ".inf         | Text  | inf",
        "[1, a]       | Items | [1,\"a\"]",
        "{a: 0.50}    | Entries | {\"a\":0.50}",
        "99999999999999999999 | Real | 99999999999999999999",
      })
  void a_scalar_keeps_its_type_and_its_spelling(String text, String type, String spelling) {
    Value value = read("v: " + text).find("v").orElseThrow().value();
    assertThat(value.getClass().getSimpleName()).isEqualTo(type);
    assertThat(value.spelling()).isEqualTo(spelling);
  }

  @Test
  void numbers_in_other_bases_are_numbers() {
    assertThat(read("v: 0x1F").find("v").orElseThrow().value()).isEqualTo(Value.of(31));
    assertThat(read("v: 0o17").find("v").orElseThrow().value()).isEqualTo(Value.of(15));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{mem}         | {mem}",
        "{ mem }       | {mem}",
        "\"{mem}\"     | {mem}",
        "x-{p}         | x-{p}",
        "--tp {tp}     | --tp {tp}",
      })
  void a_placeholder_needs_no_quotes(String text, String expected) {
    assertThat(read("v: " + text).find("v").orElseThrow().value()).isEqualTo(Value.of(expected));
  }

  @Test
  void a_placeholder_in_a_list_is_one_too() {
    assertThat(read("v: [{c}, 4]").find("v").orElseThrow().value().spelling())
        .isEqualTo("[\"{c}\",4]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"{mem: }", "{mem: null}", "{mem: 1}", "{'mem'}", "{a, b}", "{a-b}"})
  void a_map_is_no_placeholder(String text) {
    assertThat(read("v: " + text).find("v").orElseThrow()).isInstanceOf(Node.Mapping.class);
  }

  @Test
  void a_merge_brings_the_keys_that_are_not_there() {
    Node.Mapping file =
        read(
            """
            x-base: &base {a: 1, b: 2}
            server:
              <<: *base
              b: 3
            """);
    assertThat(file.find("server").orElseThrow().value().canonical())
        .isEqualTo("{\"a\":1,\"b\":3}");
  }

  @Test
  void places_are_counted_in_characters_as_people_see_them() {
    Node.Mapping file = read("\uFEFF'\uD83D\uDE00 é': {mem}\r\nb: 1\r\n");
    assertThat(file.entries().getFirst().value().span()).hasToString("x.yaml:1:8");
    assertThat(file.entries().getFirst().value().span().length()).isEqualTo(5);
    assertThat(file.entries().getLast().key().span()).hasToString("x.yaml:2:1");
  }

  private static Node.Mapping read(String text) {
    Problems problems = new Problems();
    Node node = new YamlReader(problems).read(Source.of("x.yaml", text)).orElseThrow();
    assertThat(problems.all()).isEmpty();
    return (Node.Mapping) node;
  }
}
