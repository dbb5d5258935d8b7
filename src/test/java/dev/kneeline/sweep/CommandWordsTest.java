package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Nearest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "vllm serve m --tp 2         ; vllm,serve,m,--tp,2",
        "a 'b c' \"d e\" f\\ g       ; a,b c,d e,f g",
        "a '' b                      ; a,,b",
        "a x'y'\"z\"                 ; a,xyz",
        "a '{\"k\": 1}'              ; a,{\"k\": 1}",
        "a \"say \\\"hi\\\" \\n\"    ; a,say \"hi\" \\n",
        "a 'it'\\''s'                ; a,it's",
      })
  void words_are_cut_as_a_shell_would(String text, String words) {
    CommandWords.Words read = CommandWords.split(text.strip());
    assertThat(read.error()).isEmpty();
    assertThat(String.join(",", read.words())).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a | b", "a && b", "a > f", "X=1 a", "a 'b", "a \"b", "   "})
  void what_only_a_shell_could_do_is_told(String text) {
    assertThat(CommandWords.split(text).error()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30, PT30S",
    "1.5s, PT1.5S",
    "15 min, PT15M",
    "6h, PT6H",
    "2 days, PT48H",
    "1h30m, PT1H30M"
  })
  void a_length_of_time_is_read(String text, Duration expected) {
    assertThat(Periods.read(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1s", "3 fortnights", "1h30", "9999999999999s", "10 years"})
  void what_is_no_length_of_time_is_not(String text) {
    assertThat(Periods.read(text)).isEmpty();
  }

  @Test
  void the_nearest_word_is_within_a_third_of_its_letters() {
    assertThat(Nearest.to("enigne", SweepFields.TABLE.below("").stream().map(Field::key).toList()))
        .contains("engine");
    assertThat(Nearest.to("zzz", java.util.List.of("engine"))).isEmpty();
  }
}
