package dev.kneeline.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.space.Point;
import dev.kneeline.space.Removal;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceWarning;
import dev.kneeline.space.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The numbers of SGLang's space, which are known by hand: nine free parameters with 1,620,000
/// combinations, times 9,456 states of the caches, 228 of chunk, prefill and graph sizes, 5 of
/// overlap, and 120 of the rest.
class CatalogueTest {

  private static final Catalogue SGLANG = CatalogueReader.sglang();

  @Test
  void the_product_and_the_valid_points_are_counted_exactly() {
    SearchSpace space = SGLANG.space();
    assertThat(space.productSize()).isEqualTo(new BigInteger("1058158080000000000"));
    assertThat(space.size()).isEqualTo(new BigInteger("2095600896000000"));
    assertThat(space.size())
        .isEqualTo(
            BigInteger.valueOf(1_620_000L * 9_456 * 228).multiply(BigInteger.valueOf(5 * 120)));
  }

  @Test
  void with_nsa_in_the_list_its_backends_vary() {
    List<Value> backends = new ArrayList<>(SGLANG.find("attention_backend").orElseThrow().values());
    backends.add(Value.of("nsa"));
    SearchSpace space = SGLANG.withValues("attention_backend", backends).space();
    assertThat(space.productSize()).isEqualTo(new BigInteger("1234517760000000000"));
    assertThat(space.size()).isEqualTo(new BigInteger("7334603136000000"));
    assertThat(space.warnings()).isEmpty();
  }

  @Test
  void without_nsa_the_constant_parameters_are_named() {
    assertThat(SGLANG.space().warnings())
        .containsExactly(
            new SpaceWarning.Constant("nsa_prefill_backend", Value.of("flashmla_sparse")),
            new SpaceWarning.Constant("nsa_decode_backend", Value.of("fa3")));
  }

  @Test
  void the_eight_rules_remove_what_is_missing_from_the_product() {
    SearchSpace space = SGLANG.space();
    List<Removal> removals = space.removals();
    assertThat(removals)
        .extracting(Removal::rule)
        .containsExactly(
            "chunked_prefill",
            "hierarchical_cache",
            "nsa_backends",
            "overlap_schedule",
            "memory_layout",
            "cuda_graph_size",
            "torch_compile",
            "radix_cache");
    assertThat(removals.stream().map(Removal::inOrder).reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(space.productSize().subtract(space.size()));
    // 35 pairs of chunk and prefill, of which 3 have the larger chunk: a 35th part is 30233088 *
    // 10^9.
    assertThat(removals.getFirst().alone())
        .isEqualTo(
            space.productSize().divide(BigInteger.valueOf(35)).multiply(BigInteger.valueOf(3)));
  }

  @Test
  void ranks_and_points_are_inverse_at_the_ends_and_between() {
    SearchSpace space = SGLANG.space();
    for (String index : List.of("0", "1", "4320", "123456789012345", "2095600895999999")) {
      Point point = space.point(new BigInteger(index));
      assertThat(space.indexOf(point)).isEqualTo(new BigInteger(index));
    }
  }

  @Test
  void a_removed_parameter_takes_the_expressions_that_read_it_along() {
    Catalogue smaller = SGLANG.without("enable_torch_compile");
    assertThat(smaller.rules())
        .extracting(Catalogue.Conflict::name)
        .doesNotContain("torch_compile");
    // 120 becomes 100: five batch sizes instead of 1 + 5.
    assertThat(smaller.space().size())
        .isEqualTo(
            new BigInteger("2095600896000000")
                .divide(BigInteger.valueOf(6))
                .multiply(BigInteger.valueOf(5)));
    assertThat(SGLANG.without("hicache_ratio").rules())
        .hasSize(8)
        .filteredOn(rule -> rule.name().equals("hierarchical_cache"))
        .allSatisfy(rule -> assertThat(rule.require()).hasSize(8));
  }

  @Test
  void a_parameter_can_be_added_with_a_rule_of_its_own() {
    Catalogue larger =
        SGLANG
            .with(
                new Catalogue.Entry(
                    "custom_param",
                    List.of(Value.of(1), Value.of(2), Value.of(3)),
                    "My custom parameter"))
            .with(
                new Catalogue.Conflict(
                    "custom", "", List.of("custom_param < 3 || enable_torch_compile")));
    // Per compile state 2 x 1 + 3 x 5 = 17 instead of 6.
    assertThat(larger.space().size())
        .isEqualTo(
            new BigInteger("2095600896000000")
                .divide(BigInteger.valueOf(6))
                .multiply(BigInteger.valueOf(17)));
    assertThatThrownBy(
            () -> larger.with(new Catalogue.Entry("custom-param", List.of(Value.of(1)), "")))
        .hasMessage("the catalogue has a parameter 'custom-param' already");
  }

  @Test
  void problems_of_a_users_file_have_their_places() {
    Problems problems = new Problems();
    String text =
        """
        parameters:
          tp: [1, 2]
          mode: {values: [fast, slow]}
        rules:
          big:
            require: [tp > 'x', mod == 'fast']
        """;
    assertThat(new CatalogueReader(problems).read(Source.of("mine.yaml", text))).isEmpty();
    assertThat(problems.all())
        .extracting(problem -> problem.place().orElseThrow() + " " + problem.message())
        .containsExactly(
            "mine.yaml:6:18 '>' does not take a whole number and text",
            "mine.yaml:6:25 unknown name 'mod'");
  }
}
