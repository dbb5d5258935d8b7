package dev.kneeline.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValueTest {

  private static Value real(String spelling) {
    return new Value.Real(new BigDecimal(spelling), spelling);
  }

  private static List<String> spellings(Domain domain) {
    return domain.values().stream().map(Value::spelling).toList();
  }

  @Test
  void a_number_keeps_its_spelling_and_compares_by_its_size() {
    assertThat(real("0.90")).isEqualTo(real("0.9")).hasSameHashCodeAs(real("0.9"));
    assertThat(real("0.90").spelling()).isEqualTo("0.90");
    assertThat(real("0.90").canonical()).isEqualTo("0.9");
    assertThat(real("1.0")).isEqualTo(Value.of(1)).hasSameHashCodeAs(Value.of(1));
    assertThat(Value.of(1)).isEqualTo(real("1.0"));
    assertThat(real("1e3").canonical()).isEqualTo("1000");
    assertThat(real("1e1000000").canonical()).isEqualTo("1E+1000000");
  }

  @Test
  void a_text_a_number_and_a_flag_that_look_alike_differ() {
    assertThat(Value.of("1")).isNotEqualTo(Value.of(1));
    assertThat(Value.of("true")).isNotEqualTo(Value.of(true));
    assertThat(Value.of("true").canonical()).isEqualTo("\"true\"");
    assertThat(Value.of("null").canonical()).isNotEqualTo(Value.UNSET.canonical());
  }

  @Test
  void infinity_is_the_word_that_load_generators_read() {
    assertThat(Value.of(Double.POSITIVE_INFINITY)).isEqualTo(Value.of("inf"));
    assertThatThrownBy(() -> Value.of(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void lists_and_maps_are_compact_json() {
    LinkedHashMap<String, Value> entries = new LinkedHashMap<>();
    entries.put("b", Value.of("say \"hi\""));
    entries.put("a", new Value.Items(List.of(real("0.90"), Value.UNSET)));
    assertThat(new Value.Entries(entries).spelling())
        .isEqualTo("{\"b\":\"say \\\"hi\\\"\",\"a\":[0.90,null]}");
    assertThat(new Value.Entries(entries).canonical())
        .isEqualTo("{\"a\":[0.9,null],\"b\":\"say \\\"hi\\\"\"}");
  }

  @Test
  void a_ladder_ends_on_its_end_even_when_the_step_would_pass_it() {
    assertThat(spellings(new Domain.WholeRange(4, 100, Step.factor(2))))
        .containsExactly("4", "8", "16", "32", "64", "100");
    assertThat(spellings(new Domain.WholeRange(1, 4, new Step.Factor(new BigDecimal("1.2")))))
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void a_linear_range_keeps_the_digits_of_its_ends() {
    Domain domain =
        new Domain.RealRange(
            new BigDecimal("0.80"),
            new BigDecimal("0.92"),
            new Step.Linear(new BigDecimal("0.02")));
    assertThat(spellings(domain))
        .containsExactly("0.80", "0.82", "0.84", "0.86", "0.88", "0.90", "0.92");
    assertThat(domain.size()).isEqualTo(7);
  }

  @Test
  void a_logarithmic_range_has_equal_ratios() {
    assertThat(spellings(new Domain.WholeRange(16, 1024, new Step.Logarithmic(7))))
        .containsExactly("16", "32", "64", "128", "256", "512", "1024");
  }

  @Test
  void steps_of_zero_and_ranges_that_run_backwards_are_refused() {
    assertThatThrownBy(() -> Step.linear(0)).hasMessage("a step is above zero, not 0");
    assertThatThrownBy(() -> Step.factor(1)).hasMessageContaining("would never end");
    assertThatThrownBy(() -> new Domain.WholeRange(9, 1, Step.linear(1)))
        .hasMessage("a range ends at or above its start 9, not at 1");
    assertThatThrownBy(() -> Domain.of()).hasMessage("an axis needs at least one value");
  }

  @Test
  void a_name_with_dashes_and_one_with_underscores_are_one_key() {
    assertThat(Names.key("server.max_num_seqs")).isEqualTo("server.max-num-seqs");
    assertThat(Names.key("env.NCCL_DEBUG")).isEqualTo("env.NCCL_DEBUG");
    assertThat(Names.key("prefill.env.A_B")).isEqualTo("prefill.env.A_B");
  }

  @Test
  void a_point_is_known_by_its_values_alone() {
    LinkedHashMap<String, Value> one = new LinkedHashMap<>();
    one.put("server.tp", real("8.0"));
    one.put("load.rate", Value.of(2));
    one.put("server.graph", Value.UNSET);
    LinkedHashMap<String, Value> other =
        new LinkedHashMap<>(Map.of("load.rate", Value.of(2), "server.tp", Value.of(8)));
    assertThat(new Point(one)).isEqualTo(new Point(other)).hasSameHashCodeAs(new Point(other));
    assertThat(new Point(one).id()).isEqualTo(new Point(other).id()).hasSize(12);
    assertThat(new Point(one).canonical()).isEqualTo("{\"load.rate\":2,\"server.tp\":8}");
    assertThat(new Point(one).label()).isEqualTo("tp=8.0 rate=2");
    assertThat(new Point(one).values()).doesNotContainKey("server.graph");
  }
}
