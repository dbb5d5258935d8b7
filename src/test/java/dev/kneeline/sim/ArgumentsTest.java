package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  private static final FlagTable TABLE =
      new FlagTable(
          """
          max-num-seqs whole modelled
          ratio real modelled
          enable-x switch modelled
          sizes list modelled
          config text none O
          tensor-parallel-size whole modelled tp\
          """);

  @Test
  void dashes_and_underscores_are_one_and_the_last_of_equal_flags_wins() {
    Arguments arguments = parse("--max_num_seqs 4 --max-num-seqs=8");
    assertThat(arguments.whole("max-num-seqs", 0)).isEqualTo(8);
    assertThat(arguments.faults()).isEmpty();
  }

  @Test
  void a_switch_can_be_taken_back_with_no() {
    assertThat(parse("--enable-x").on("enable-x")).isTrue();
    assertThat(parse("--enable-x --no-enable-x").on("enable-x", true)).isFalse();
    assertThat(parse("").on("enable-x", true)).isTrue();
  }

  @Test
  void a_list_ends_at_the_next_flag() {
    Arguments arguments = parse("--sizes 1 2 4 --ratio 0.5 word");
    assertThat(arguments.texts("sizes")).containsExactly("1", "2", "4");
    assertThat(arguments.words()).containsExactly("word");
  }

  @Test
  void short_aliases_and_dotted_keys_are_understood() {
    Arguments arguments = parse("-tp 4 --config.level 3 -O {}");
    assertThat(arguments.whole("tensor-parallel-size", 1)).isEqualTo(4);
    assertThat(arguments.unknown()).isEmpty();
  }

  @Test
  void an_unknown_flag_takes_its_values_with_it() {
    assertThat(parse("--what 1 2 --ratio 1").unknown()).containsExactly("--what", "1", "2");
  }

  @Test
  void values_of_the_wrong_shape_are_told_in_the_engines_words() {
    assertThat(parse("--max-num-seqs many --ratio").faults())
        .containsExactly(
            "argument --max-num-seqs: invalid int value: 'many'",
            "argument --ratio: expected one argument");
  }

  @Test
  void whole_numbers_may_have_vllms_suffixes() {
    assertThat(Arguments.wholeNumber("1k")).isEqualTo(1000);
    assertThat(Arguments.wholeNumber("1K")).isEqualTo(1024);
    assertThat(Arguments.wholeNumber("25.6k")).isEqualTo(25_600);
  }

  private static Arguments parse(String line) {
    return Arguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")), TABLE);
  }
}
