package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.sim.model.ModelShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people sweep is known to the simulator: by each flag and each value that the five
/// ancestors' guides give.
class SweptFlagsTest {

  /// One flag as the guides sweep it.
  record Swept(String engine, String flag, List<String> values) {}

  static Stream<Swept> swept() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/sim/swept-flags.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arrays.asList(line.split(" ")))
        .map(words -> new Swept(words.get(0), words.get(1), words.subList(2, words.size())));
  }

  /// In both spellings, `--a-b` and `--a_b`.
  @ParameterizedTest
  @MethodSource("swept")
  void each_is_modelled_or_told_to_have_no_effect(Swept swept) {
    for (String value : swept.values()) {
      for (String name : List.of(swept.flag(), swept.flag().replace('_', '-'))) {
        SimOptions options = OptionsReader.read(line(swept.engine(), name, value));
        Flag flag =
            Flags.of(options.style()).find(name).orElseThrow(() -> new AssertionError(name));
        assertThat(options.readback().flags()).containsKey(flag.name());
        assertThat(options.readback().ignored().contains(flag.name()))
            .isEqualTo(flag.effect() == Flag.Effect.NONE || value.equals("dfs-weight"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("swept")
  void one_letter_more_and_it_is_refused_with_exit_code_2(Swept swept) {
    assertThatThrownBy(() ->
            OptionsReader.read(line(swept.engine(), swept.flag() + "x", swept.values().getFirst())))
        .isInstanceOfSatisfying(
            UsageError.class,
            refused ->
                assertThat(refused.lines())
                    .singleElement()
                    .asString()
                    .contains("error: unrecognized arguments: --" + swept.flag() + "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deepseek-r1 deepseek-r1",
        "dsr1 deepseek-r1",
        "/models/deepseek-r1 deepseek-r1",
        "deepseek-ai/DeepSeek-R1-0528 deepseek-r1",
        "nvidia/DeepSeek-R1-0528-FP4-V2 deepseek-r1-fp4",
        "meta-llama/Llama-2-7b-chat-hf llama-2-7b",
        "meta-llama/Llama-3.1-8B-Instruct llama-3.1-8b",
        "meta-llama/Llama-3.3-70B-Instruct llama-3.3-70b"
      })
  void the_models_that_they_serve_have_a_shape(String nameAndShape) {
    String[] words = nameAndShape.split(" ");
    assertThat(ModelShapes.find(words[0]).orElseThrow().name()).isEqualTo(words[1]);
  }

  private static List<String> line(String engine, String flag, String value) {
    List<String> line = new ArrayList<>(List.of("--engine", engine));
    line.addAll(engine.equals("vllm") ? List.of("serve", "dsr1") : List.of("--model-path", "dsr1"));
    line.add("--" + flag);
    if (!value.equals("-")) {
      line.addAll(List.of(value.split(",")));
    }
    return line;
  }
}
