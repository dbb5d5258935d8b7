package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EngineFileTest {

  private static final String SECTIONS =
      """
      prefill:
        mem-fraction-static: 0.80
        cuda-graph-bs: [1, 2]
      decode:
        disable-radix-cache: true
        quantization: null
      """;

  @Test
  void values_keep_their_spelling_lists_their_order_and_null_is_no_value() {
    assertThat(EngineFile.flags(SECTIONS, "prefill"))
        .containsEntry("mem-fraction-static", List.of("0.80"))
        .containsEntry("cuda-graph-bs", List.of("1", "2"));
    assertThat(EngineFile.flags(SECTIONS, "decode"))
        .containsEntry("disable-radix-cache", List.of("true"))
        .containsEntry("quantization", List.of());
    assertThat(EngineFile.flags("a: x", "")).containsEntry("a", List.of("x"));
    assertThat(EngineFile.flags("", "")).isEmpty();
  }

  @Test
  void what_is_no_file_of_flags_is_told() {
    assertThatThrownBy(() -> EngineFile.flags(SECTIONS, "agg"))
        .hasMessage("it has no section 'agg', only [prefill, decode]");
    assertThatThrownBy(() -> EngineFile.flags(SECTIONS, ""))
        .hasMessage("'prefill' is neither a value nor a list");
    assertThatThrownBy(() -> EngineFile.flags("[1]", "")).hasMessage("flags by name are expected");
    assertThatThrownBy(() -> EngineFile.flags("a: [", "")).isInstanceOf(RuntimeException.class);
  }
}
