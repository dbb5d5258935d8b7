package dev.kneeline.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.llama.CommandLine.Outcome;
import dev.kneeline.llama.EngineOptions.CacheType;
import dev.kneeline.llama.EngineOptions.ModelSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @Test
  void flags_are_read_in_short_and_long_spelling() {
    EngineOptions options =
        served(
            "-m",
            "a.gguf",
            "-np",
            "4",
            "--ctx-size",
            "2048",
            "-t",
            "2",
            "-fa",
            "on",
            "-ctv",
            "q8_0");
    assertThat(options.model()).isEqualTo(new ModelSource.File(Path.of("a.gguf")));
    assertThat(options.shape()).isEqualTo(new EngineOptions.Shape(4, 2048, 2, 2048, 512));
    assertThat(options.attention())
        .isEqualTo(new EngineOptions.Attention(true, CacheType.F16, CacheType.Q8_0));
  }

  @Test
  void flash_attention_may_stand_without_a_value_as_in_older_servers() {
    assertThat(served("-fa", "-m", "a.gguf").attention().flash()).isTrue();
    assertThat(served("-m", "a.gguf", "-fa").attention().flash()).isTrue();
    assertThat(served("-m", "a.gguf", "-fa", "off").attention().flash()).isFalse();
  }

  @Test
  void a_variable_sets_what_no_flag_sets() {
    Map<String, String> environment =
        Map.of(
            "LLAMA_ARG_N_PARALLEL",
            "8",
            "LLAMA_ARG_THREADS",
            "2",
            "LLAMA_ARG_NO_CONT_BATCHING",
            "1");
    Outcome outcome = CommandLine.read(List.of("-m", "a.gguf", "-t", "1"), environment);
    EngineOptions options = ((Outcome.Serve) outcome).options();
    assertThat(options.shape().slots()).isEqualTo(8);
    assertThat(options.shape().threads()).isEqualTo(1);
    assertThat(options.continuousBatching()).isFalse();
  }

  @Test
  void a_generated_model_has_half_precision_unless_told_otherwise() {
    assertThat(served("--model-size", "demo", "--model-dir", "models").model())
        .isEqualTo(
            new ModelSource.Generated(
                new ModelRecipe(ModelSize.DEMO, WeightType.F16, 42), Path.of("models")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-m a.gguf --foo|error: invalid argument: --foo",
        "-m a.gguf -np|error: expected value for argument: -np",
        "-m a.gguf -np 0|error: invalid value for --parallel: 0",
        "-m a.gguf -np many|error: invalid value for --parallel: many",
        "-m a.gguf --port 70000|error: invalid value for --port: 70000",
        "-m a.gguf -ctk q9|error: invalid value for --cache-type-k: q9",
        "--model-size huge|error: invalid value for --model-size: huge",
        "--model-size tiny --weights f8|error: invalid value for --weights: f8",
        "-np 2|error: give either --model FILE or --model-size tiny|demo|small"
      })
  void what_is_wrong_is_refused_in_one_line(String line) {
    int bar = line.indexOf('|');
    assertThat(CommandLine.read(List.of(line.substring(0, bar).split(" ")), Map.of()))
        .isEqualTo(new Outcome.Refused(line.substring(bar + 1)));
  }

  private static EngineOptions served(String... arguments) {
    return ((Outcome.Serve) CommandLine.read(List.of(arguments), Map.of())).options();
  }
}
