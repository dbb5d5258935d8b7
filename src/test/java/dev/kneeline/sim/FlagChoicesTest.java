package dev.kneeline.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that an engine's own command line would refuse.
class FlagChoicesTest {

  private static final String VLLM = "--engine vllm serve llama-3.1-8b ";
  private static final String SGLANG = "--engine sglang --model-path llama-3.1-8b ";

  @Test
  void a_value_outside_the_engines_choices_is_refused_in_its_words() {
    assertRefused(
        VLLM + "--scheduling-policy lifo",
        "vllm serve: error: argument --scheduling-policy: invalid choice: 'lifo' (choose from fcfs,"
            + " priority)");
    assertRefused(
        SGLANG + "--schedule-policy=shortest",
        "launch_server.py: error: argument --schedule-policy: invalid choice: 'shortest' (choose"
            + " from lpm, random, fcfs, dfs-weight, lof, priority, routing-key)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--dtype bf16", "--kv-cache-dtype fp7", "--scheduling-policy FCFS"})
  void vllm_refuses(String flag) {
    assertThatThrownBy(() -> read(VLLM + flag))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("invalid choice");
    assertThat(read(VLLM + "--dtype bfloat16 --kv-cache-dtype fp8_e5m2").readback().flags())
        .containsEntry("kv-cache-dtype", "fp8_e5m2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--dtype int3",
        "--attention-backend flash",
        "--decode-attention-backend flash",
        "--prefill-attention-backend flash",
        "--sampling-backend torch",
        "--radix-eviction-policy fifo",
        "--grammar-backend yacc",
        "--deepep-mode fast",
        "--disaggregation-mode both"
      })
  void sglang_refuses(String flag) {
    assertThatThrownBy(() -> read(SGLANG + flag))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("invalid choice");
  }

  @Test
  void without_an_engine_a_flag_of_both_takes_what_either_takes() {
    assertThat(read("llama-3.1-8b --kv-cache-dtype fp4_e2m1").readback().flags())
        .containsKey("kv-cache-dtype");
    assertThatThrownBy(() -> read("llama-3.1-8b --dtype int3")).isInstanceOf(UsageError.class);
    Flag first = flag("a,b");
    assertThat(first.or(flag("b,c")).choices()).containsExactly("a", "b", "c");
    assertThat(new FlagTable("x text none y {a}", "x text none {b}").find("y").orElseThrow())
        .isEqualTo(flag("a,b"));
  }

  @Test
  void a_policy_that_is_not_modelled_is_told_to_have_no_effect() {
    assertThat(read(SGLANG + "--schedule-policy dfs-weight").readback().ignored())
        .containsExactly("schedule-policy");
    assertThat(read(SGLANG + "--schedule-policy lof").readback().ignored()).isEmpty();
  }

  private static Flag flag(String choices) {
    return new FlagTable("x text none {%s}".formatted(choices)).find("x").orElseThrow();
  }

  private static void assertRefused(String line, String message) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOfSatisfying(
            UsageError.class, refused -> assertThat(refused.lines()).containsExactly(message));
  }

  private static SimOptions read(String line) {
    return OptionsReader.read(List.of(line.split(" ")));
  }
}
