package dev.kneeline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagStyleTest {

  private static final FlagStyle PAIR = FlagStyle.plain();

  @Test
  void names_are_spelled_as_the_engine_has_them() {
    assertThat(PAIR.words(Map.of("max_num_seqs", Value.of(64))))
        .containsExactly("--max-num-seqs", "64");
    FlagStyle underscores =
        new FlagStyle(
            FlagStyle.Spelling.UNDERSCORES,
            FlagStyle.Booleans.WORD,
            FlagStyle.Lists.COMMAS,
            Map.of("tp-size", "--tp_size"));
    assertThat(underscores.words(Map.of("max-batch-size", Value.of(8))))
        .containsExactly("--max_batch_size", "8");
  }

  @Test
  void booleans_follow_the_engines_rule() {
    assertThat(PAIR.words(Map.of("x", Value.of(true)))).containsExactly("--x");
    assertThat(PAIR.words(Map.of("x", Value.of(false)))).containsExactly("--no-x");
    assertThat(style(FlagStyle.Booleans.BARE).words(Map.of("x", Value.of(true))))
        .containsExactly("--x");
    assertThat(style(FlagStyle.Booleans.BARE).words(Map.of("x", Value.of(false)))).isEmpty();
    assertThat(style(FlagStyle.Booleans.WORD).words(Map.of("x", Value.of(false))))
        .containsExactly("--x", "false");
  }

  @Test
  void null_removes_the_flag() {
    assertThat(PAIR.words(Map.of("quantization", Value.UNSET))).isEmpty();
  }

  @Test
  void a_number_keeps_the_spelling_of_its_source() {
    Value fraction = new Value.Real(new java.math.BigDecimal("0.90"), "0.90");
    assertThat(PAIR.words(Map.of("mem-fraction-static", fraction)))
        .containsExactly("--mem-fraction-static", "0.90");
  }

  @Test
  void lists_become_repeated_arguments_json_or_commas() {
    Value sizes = new Value.Items(List.of(Value.of(1), Value.of(2)));
    Map<String, Value> parameters = new LinkedHashMap<>(Map.of("cuda-graph-bs", sizes));
    assertThat(PAIR.words(parameters)).containsExactly("--cuda-graph-bs", "1", "2");
    assertThat(style(FlagStyle.Lists.JSON).words(parameters))
        .containsExactly("--cuda-graph-bs", "[1,2]");
    assertThat(style(FlagStyle.Lists.COMMAS).words(parameters))
        .containsExactly("--cuda-graph-bs", "1,2");
  }

  @Test
  void gpus_are_the_product_of_the_factors_by_whichever_spelling_is_given() {
    GpuRule rule =
        new GpuRule(
            1,
            List.of(
                new GpuRule.Factor(List.of("tensor-parallel-size", "tp-size"), ""),
                new GpuRule.Factor(List.of("pp-size"), "")));
    assertThat(
            rule.count(Map.<String, Value>of("tp-size", Value.of(4), "pp-size", Value.of(2))::get))
        .isEqualTo(8);
    assertThat(rule.count(name -> Value.UNSET)).isEqualTo(1);
    assertThat(new GpuRule(0, List.of()).count(name -> Value.UNSET)).isZero();
  }

  @Test
  void data_parallel_attention_takes_no_further_gpus() {
    GpuRule rule =
        new GpuRule(
            1,
            List.of(
                new GpuRule.Factor(List.of("tp-size"), ""),
                new GpuRule.Factor(List.of("dp-size"), "enable-dp-attention")));
    Map<String, Value> plain =
        Map.of("tp-size", Value.of(8), "dp-size", Value.of(2), "enable-dp-attention", Value.UNSET);
    assertThat(rule.count(plain::get)).isEqualTo(16);
    Map<String, Value> split = new LinkedHashMap<>(plain);
    split.put("enable-dp-attention", Value.of(true));
    assertThat(rule.count(split::get)).isEqualTo(8);
  }

  @Test
  void one_flag_may_want_its_booleans_otherwise_and_another_none_at_all() {
    FlagStyle llama =
        new FlagStyle(
            FlagStyle.Spelling.DASHES,
            FlagStyle.Booleans.PAIR,
            FlagStyle.Lists.REPEATED,
            Map.of("model", ""),
            Map.of("flash-attn", FlagStyle.Booleans.WORD));
    Map<String, Value> parameters = new LinkedHashMap<>();
    parameters.put("model", Value.of("m.gguf"));
    parameters.put("flash-attn", Value.of(false));
    parameters.put("cont-batching", Value.of(false));
    assertThat(llama.words(parameters))
        .containsExactly("--flash-attn", "false", "--no-cont-batching");
  }

  private static FlagStyle style(FlagStyle.Booleans booleans) {
    return new FlagStyle(FlagStyle.Spelling.DASHES, booleans, FlagStyle.Lists.REPEATED, Map.of());
  }

  private static FlagStyle style(FlagStyle.Lists lists) {
    return new FlagStyle(FlagStyle.Spelling.DASHES, FlagStyle.Booleans.PAIR, lists, Map.of());
  }
}
