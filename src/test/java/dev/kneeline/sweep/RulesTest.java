package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kneeline.space.InvalidSpaceException;
import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class RulesTest {

  private static final Rules RULES = Rules.over(parameters(), facts());

  private static SequencedMap<String, List<Value>> parameters() {
    SequencedMap<String, List<Value>> parameters = new LinkedHashMap<>();
    parameters.put("server.max-num-seqs", List.of(Value.UNSET, Value.of(8), Value.of(64)));
    parameters.put("server.mem-fraction", List.of(Value.of(0.8), Value.of(1)));
    parameters.put("server.policy", List.of(Value.of("fcfs"), Value.of("lpm")));
    parameters.put("server.graph", List.of(Value.of(true), Value.of(false)));
    parameters.put("server.size", List.of(Value.of("auto"), Value.of(8)));
    parameters.put("prefill.tp", List.of(Value.of(1), Value.of(2)));
    parameters.put("decode.tp", List.of(Value.of(1), Value.of(2)));
    parameters.put("env.NCCL_DEBUG", List.of(Value.of("INFO")));
    return parameters;
  }

  private static Map<String, Value> facts() {
    Map<String, Value> facts = new LinkedHashMap<>();
    facts.put("gpus", Value.of(8));
    facts.put("gpu.memory", Value.UNSET);
    return facts;
  }

  private static boolean holds(String text, Map<String, Value> point) {
    return RULES.require(text, text).holds(name -> point.getOrDefault(name, Value.UNSET));
  }

  private static List<RuleProblem> problems(String text) {
    try {
      RULES.require(text, text);
      return List.of();
    } catch (InvalidRuleException invalid) {
      return invalid.problems();
    }
  }

  private static final Map<String, Value> POINT =
      Map.of(
          "server.max-num-seqs", Value.of(64),
          "server.mem-fraction", Value.of(1),
          "server.policy", Value.of("lpm"),
          "server.graph", Value.of(true),
          "server.size", Value.of("auto"),
          "prefill.tp", Value.of(2));

  @Test
  void a_name_is_written_with_underscores_in_full_or_by_its_last_part() {
    assertThat(holds("server.max_num_seqs == 64", POINT)).isTrue();
    assertThat(holds("max_num_seqs < 64", POINT)).isFalse();
    assertThat(holds("policy in ['lpm', 'lof'] && graph", POINT)).isTrue();
    assertThat(RULES.require("max_num_seqs < gpus", "few").reads())
        .containsExactly("server.max-num-seqs");
  }

  @Test
  void whole_and_decimal_numbers_mix() {
    assertThat(holds("max_num_seqs * mem_fraction == 64", POINT)).isTrue();
    assertThat(holds("max_num_seqs * 0.5 <= 32", POINT)).isTrue();
    assertThat(holds("max_num_seqs != 64.0", POINT)).isFalse();
    assertThat(holds("mem_fraction in [1, 2]", POINT)).isTrue();
    assertThat(holds("max_num_seqs in [0.5, 64.0]", POINT)).isTrue();
    assertThat(holds("1 - mem_fraction < 1", POINT)).isTrue();
  }

  @Test
  void a_rule_that_touches_something_unset_holds_unless_it_asks() {
    assertThat(holds("max_num_seqs > 1000", Map.of())).isTrue();
    assertThat(holds("has(max_num_seqs) && max_num_seqs > 1000", Map.of())).isFalse();
    assertThat(holds("has(server.max_num_seqs) ? max_num_seqs > 1000 : true", Map.of())).isTrue();
    assertThat(holds("!has(max_num_seqs)", POINT)).isFalse();
    assertThat(holds("max_num_seqs > 1000 || has(max_num_seqs)", POINT)).isTrue();
    assertThat(RULES.exclude("max_num_seqs > 1", "x").holds(_ -> Value.UNSET)).isTrue();
    assertThat(RULES.when("max_num_seqs > 1", Optional.empty()).holds(_ -> Value.UNSET)).isFalse();
  }

  @Test
  void a_fact_that_is_unknown_lets_every_point_be() {
    assertThat(holds("prefill.tp <= gpus", POINT)).isTrue();
    assertThat(holds("gpu.memory > 80000", POINT)).isTrue();
    assertThat(holds("has(gpu.memory)", POINT)).isFalse();
  }

  @Test
  void a_dashed_name_is_a_subtraction_and_the_message_says_what_to_write() {
    assertThat(problems("1 < server.max-num-seqs"))
        .containsExactly(
            new RuleProblem(
                4,
                19,
                "a name with dashes: 'server.max-num-seqs' would be a subtraction here",
                "write server.max_num_seqs"));
    assertThat(problems("policy == 'max-num-seqs'")).isEmpty();
  }

  @Test
  void an_unknown_name_gets_the_nearest_one() {
    assertThat(problems("graph && max_num_seq > 4"))
        .containsExactly(
            new RuleProblem(9, 11, "unknown name 'max_num_seq'", "did you mean 'max_num_seqs'?"));
    assertThat(problems("server.grph"))
        .containsExactly(
            new RuleProblem(0, 11, "unknown name 'server.grph'", "did you mean 'server.graph'?"));
  }

  @Test
  void the_last_part_of_two_names_is_none_of_them() {
    assertThat(problems("tp == 1"))
        .extracting(RuleProblem::message)
        .containsExactly("unknown name 'tp'");
    assertThat(holds("prefill.tp == 2", POINT)).isTrue();
  }

  @Test
  void types_are_checked_before_anything_runs() {
    assertThat(problems("policy > 3"))
        .containsExactly(
            new RuleProblem(
                7,
                1,
                "'>' does not take text and a whole number",
                "both sides need the same type; quote text as in 'fcfs', and write true without"
                    + " quotes"));
    assertThat(problems("max_num_seqs == null"))
        .extracting(RuleProblem::hint)
        .containsExactly("ask with has(name) whether a parameter is set");
    assertThat(problems("max_num_seqs + 1"))
        .extracting(RuleProblem::message)
        .containsExactly("a rule is true or false, not int");
  }

  @Test
  void a_syntax_error_has_its_place() {
    assertThat(problems("max_num_seqs > "))
        .extracting(RuleProblem::message)
        .containsExactly("the expression ends too early");
    assertThat(problems("max_num_seqs = 4"))
        .extracting(RuleProblem::offset, RuleProblem::message)
        .containsExactly(tuple(13, "unexpected '='"));
  }

  @Test
  void values_that_make_no_sense_name_the_rule_and_the_values() {
    assertThat(holds("size == 'auto' || size > 4", POINT)).isTrue();
    assertThatThrownBy(() -> holds("size > 4", POINT))
        .isInstanceOf(InvalidSpaceException.class)
        .hasMessage(
            "'size > 4' cannot be evaluated for size = \"auto\": these types do not go together");
    assertThatThrownBy(() -> holds("max_num_seqs / (max_num_seqs - 64) > 1", POINT))
        .hasMessageContaining("max_num_seqs = 64");
  }

  @Test
  void an_environment_variable_keeps_its_case() {
    assertThat(holds("env.NCCL_DEBUG == 'INFO'", Map.of("env.NCCL_DEBUG", Value.of("WARN"))))
        .isFalse();
  }

  @Test
  void lists_can_be_searched() {
    assertThat(holds("[8, 16].exists(n, n * 8 == max_num_seqs)", POINT)).isTrue();
    assertThat(holds("[8, 16].all(n, n > max_num_seqs)", POINT)).isFalse();
  }
}
