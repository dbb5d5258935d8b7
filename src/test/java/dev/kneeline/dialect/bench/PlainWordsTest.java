package dev.kneeline.dialect.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

class PlainWordsTest {

  private static final List<String> TEXTS =
      List.of("8", "0.5", "a,b", "true", "false", "m", "x=y", "{\"a\": 1}", "ttft:100", "2 3");

  private static final List<String> ODD =
      List.of("--", "-h", "--help", "--no-such", "-1", "@file", "word", "", "--seed=", "--seed");

  @Test
  void what_is_read_here_reads_in_the_full_parser_alike() {
    SplittableRandom random = new SplittableRandom(5);
    int plain = 0;
    for (int i = 0; i < 400; i++) {
      List<String> words = words(random, i % 4 == 0);
      Optional<Map<String, Value>> read = PlainWords.read(words);
      if (read.isPresent()) {
        plain++;
        assertThat(read.get()).as(words.toString()).isEqualTo(BenchServe.options(words));
      } else {
        assertThat(isOdd(words)).as("left to the parser: " + words).isTrue();
      }
    }
    assertThat(plain).isBetween(200, 399);
  }

  @Test
  void options_keep_their_order_and_their_values() {
    assertThat(
            PlainWords.read(
                List.of("--seed", "3", "--goodput", "ttft:100", "tpot:50", "--ignore-eos")))
        .hasValueSatisfying(values -> {
          assertThat(values.keySet()).containsExactly("seed", "goodput", "ignore-eos");
          assertThat(values.get("seed")).isEqualTo(Value.of("3"));
          assertThat(values.get("goodput"))
              .isEqualTo(new Value.Items(List.of(Value.of("ttft:100"), Value.of("tpot:50"))));
          assertThat(values.get("ignore-eos")).isEqualTo(Value.of("true"));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help", "-h", "--no-such=1", "--seed", "--seed=", "--seed -1", "--seed 1 --seed 2",
        "--seed 1 2", "word", "--seed @file", "@file", "--goodput", "--", "--goodput=ttft:100"
      })
  void what_wants_an_explanation_is_left_to_the_full_parser(String line) {
    assertThat(PlainWords.read(List.of(line.split(" ")))).isEmpty();
  }

  /// Some options of the table, each once, spelled one way or another; perhaps an odd word.
  private static List<String> words(SplittableRandom random, boolean odd) {
    List<LoadOption> rows = new ArrayList<>(LoadOptions.names());
    List<String> words = new ArrayList<>();
    for (int left = random.nextInt(8); left > 0; left--) {
      LoadOption row = rows.remove(random.nextInt(rows.size()));
      String text = TEXTS.get(random.nextInt(TEXTS.size()));
      boolean pairs = row.kind() == LoadOption.Kind.PAIRS;
      if (!pairs && random.nextInt(3) == 0) {
        words.add("--%s=%s".formatted(row.name(), text));
        continue;
      }
      words.add("--" + row.name());
      if (row.kind() != LoadOption.Kind.FLAG || random.nextBoolean()) {
        words.add(text);
      }
      if (pairs && random.nextBoolean()) {
        words.add("tpot:50");
      }
    }
    if (odd) {
      words.add(random.nextInt(words.size() + 1), ODD.get(random.nextInt(ODD.size())));
    }
    return words;
  }

  private static boolean isOdd(List<String> words) {
    if (words.stream().anyMatch(ODD::contains)) {
      return true;
    }
    try {
      BenchServe.options(words);
      return false;
    } catch (ParameterException refused) {
      return true;
    }
  }
}
