package dev.kneeline.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {

  /// A rule as a function.
  record Lambda(String name, Set<String> reads, Predicate<Function<String, Value>> test)
      implements Rule, Condition {
    @Override
    public String text() {
      return name;
    }

    @Override
    public boolean holds(Function<String, Value> values) {
      return test.test(values);
    }
  }

  private static Parameter numbers(String name, long... numbers) {
    List<Value> values = new ArrayList<>();
    for (long number : numbers) {
      values.add(Value.of(number));
    }
    return new Parameter(name, Scope.SERVER, new Domain.Choice(values));
  }

  private static Parameter flag(String name) {
    return new Parameter(name, Scope.SERVER, Domain.of(Value.of(false), Value.of(true)));
  }

  private static Lambda is(String parameter, Value value) {
    return new Lambda(
        parameter + " is " + value.spelling(),
        Set.of(parameter),
        values -> values.apply(parameter).equals(value));
  }

  private static Lambda not(Lambda rule) {
    return new Lambda("not " + rule.name(), rule.reads(), values -> !rule.holds(values));
  }

  private static List<String> labels(SearchSpace space) {
    return space.points().map(Point::label).toList();
  }

  @Test
  void the_first_parameter_is_the_slowest() {
    SearchSpace space =
        SearchSpace.builder().add(numbers("a", 1, 2)).add(numbers("b", 3, 4)).build();
    assertThat(labels(space)).containsExactly("a=1 b=3", "a=1 b=4", "a=2 b=3", "a=2 b=4");
  }

  @Test
  void zipped_rows_yield_one_point_per_row() {
    SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
    scopes.put("isl", Scope.LOAD);
    scopes.put("osl", Scope.LOAD);
    Map<String, List<Value>> columns =
        Map.of(
            "isl", List.of(Value.of(1024), Value.of(8192)),
            "osl", List.of(Value.of(1024), Value.of(128)));
    SearchSpace space =
        SearchSpace.builder()
            .add(numbers("tp", 1, 2))
            .add(Rows.zip("shape", scopes, columns))
            .build();
    assertThat(labels(space))
        .containsExactly(
            "tp=1 isl=1024 osl=1024",
            "tp=1 isl=8192 osl=128",
            "tp=2 isl=1024 osl=1024",
            "tp=2 isl=8192 osl=128");
  }

  @Test
  void zipped_lists_of_unlike_length_are_refused() {
    SequencedMap<String, Scope> scopes =
        new LinkedHashMap<>(Map.of("a", Scope.LOAD, "b", Scope.LOAD));
    Map<String, List<Value>> columns =
        Map.of("a", List.of(Value.of(1), Value.of(2)), "b", List.of(Value.of(1)));
    assertThatThrownBy(() -> Rows.zip("pair", scopes, columns))
        .hasMessage("zipped parameters have as many values each: 'b' has 1, the longest has 2");
  }

  @Test
  void a_closed_gate_leaves_its_parameter_unset() {
    Parameter dependent =
        new Parameter(
            "bs",
            Scope.SERVER,
            Domain.of(Value.of(8), Value.of(16)),
            Optional.of(is("graph", Value.of(true))));
    SearchSpace space = SearchSpace.builder().add(flag("graph")).add(dependent).build();
    assertThat(labels(space)).containsExactly("graph=false", "graph=true bs=8", "graph=true bs=16");
    assertThat(space.productSize()).isEqualTo(4);
    assertThat(space.removals())
        .containsExactly(
            new Removal(
                Removal.Kind.WHEN, "bs when graph is true", BigInteger.ONE, BigInteger.ONE));
  }

  @Test
  void included_points_pass_excludes_but_not_requires_and_come_last() {
    SearchSpace space =
        SearchSpace.builder()
            .add(numbers("a", 1, 2))
            .exclude(not(is("a", Value.of(2))))
            .require(not(is("a", Value.of(9))))
            .include(new Point(new LinkedHashMap<>(Map.of("a", Value.of(2)))))
            .include(new Point(new LinkedHashMap<>(Map.of("a", Value.of(1)))))
            .include(new Point(new LinkedHashMap<>(Map.of("a", Value.of(9)))))
            .build();
    assertThat(labels(space)).containsExactly("a=1", "a=2");
    assertThat(space.indexOf(space.point(1))).isEqualTo(1);
    assertThat(space.warnings())
        .anySatisfy(warning ->
            assertThat(warning.message())
                .isEqualTo("the included point a=9 is refused by 'not a is 9'"));
  }

  @Test
  void an_overridden_parameter_is_measured_once() {
    SearchSpace space =
        SearchSpace.builder()
            .add(numbers("backend", 1, 2, 3))
            .add(flag("override"))
            .same(new Same("backend", is("override", Value.of(true))))
            .build();
    assertThat(labels(space))
        .containsExactly(
            "backend=1 override=false",
            "backend=1 override=true",
            "backend=2 override=false",
            "backend=3 override=false");
  }

  @Test
  void the_smallest_contradiction_is_named() {
    SearchSpace space =
        SearchSpace.builder()
            .add(numbers("a", 1, 2))
            .add(numbers("b", 1, 2))
            .exclude(not(is("b", Value.of(2))))
            .exclude(not(is("a", Value.of(1))))
            .require(is("a", Value.of(1)))
            .build();
    assertThat(space.size()).isZero();
    assertThat(space.points()).isEmpty();
    assertThat(space.warnings())
        .contains(new SpaceWarning.Contradiction(List.of("not a is 1", "a is 1")));
  }

  @Test
  void a_rule_that_removes_nothing_is_named() {
    SearchSpace space =
        SearchSpace.builder().add(numbers("a", 1, 2)).exclude(not(is("a", Value.of(3)))).build();
    assertThat(space.warnings()).containsExactly(new SpaceWarning.IdleRule("not a is 3"));
  }

  @Test
  void a_rule_over_too_many_values_gives_bounds_and_is_still_obeyed() {
    Lambda wide =
        new Lambda(
            "no ones",
            Set.of("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"),
            values -> !values.apply("p7").equals(Value.of(1)));
    SpaceBuilder builder = SearchSpace.builder().require(wide);
    for (int index = 0; index < 8; index++) {
      builder.add(
          new Parameter("p" + index, Scope.LOAD, new Domain.WholeRange(1, 8, Step.linear(1))));
    }
    SearchSpace space = builder.build();
    // Of a thousand candidates all over the space about seven in eight are valid.
    assertThat(space.validSize())
        .isInstanceOfSatisfying(
            Size.Bounds.class,
            bounds -> {
              assertThat(bounds.least())
                  .isBetween(BigInteger.valueOf(800), BigInteger.valueOf(950));
              assertThat(bounds.most()).isEqualTo(1L << 24);
              assertThat(bounds.rule()).isEqualTo("no ones");
            });
    assertThat(space.points().limit(8).map(point -> point.value("p7").spelling()))
        .containsExactly("2", "3", "4", "5", "6", "7", "8", "2");
    assertThatThrownBy(() -> space.point(0)).hasMessageContaining("'no ones'");
    assertThat(space.warnings()).contains(new SpaceWarning.Uncounted("no ones"));
  }

  @Test
  void twenty_switches_before_their_twenty_dependents_stay_small() {
    SpaceBuilder builder = SearchSpace.builder();
    for (int index = 0; index < 20; index++) {
      builder.add(flag("switch" + index));
    }
    for (int index = 0; index < 20; index++) {
      builder.add(
          new Parameter(
              "size" + index,
              Scope.SERVER,
              Domain.of(Value.of(1), Value.of(2)),
              Optional.of(is("switch" + index, Value.of(true)))));
    }
    SearchSpace space = builder.build();
    assertThat(space.size()).isEqualTo(BigInteger.valueOf(3).pow(20));
    BigInteger index = BigInteger.valueOf(2_345_678_901L);
    assertThat(space.indexOf(space.point(index))).isEqualTo(index);
  }

  @Test
  void rules_that_tie_everything_to_everything_give_bounds_and_do_not_hang() {
    SpaceBuilder builder = SearchSpace.builder();
    for (String letter : List.of("x", "y")) {
      for (int index = 0; index < 40; index++) {
        builder.add(flag(letter + index));
      }
    }
    for (int index = 0; index < 40; index++) {
      String x = "x" + index;
      String y = "y" + index;
      String next = "x" + (index + 1) % 40;
      builder.require(
          new Lambda(
              x + " is " + y, Set.of(x, y), values -> values.apply(x).equals(values.apply(y))));
      builder.exclude(
          new Lambda(
              "not both " + x + " and " + next,
              Set.of(x, next),
              values ->
                  !(values.apply(x).equals(Value.of(true))
                      && values.apply(next).equals(Value.of(true)))));
    }
    SearchSpace space = builder.build();
    assertThat(space.validSize()).isInstanceOf(Size.Bounds.class);
    // All off is the first candidate, and it is valid.
    assertThat(space.points().limit(1)).allMatch(space::contains);
  }

  @Test
  void a_space_beyond_64_bits_is_ranked_as_well() {
    SpaceBuilder builder = SearchSpace.builder();
    for (int index = 0; index < 40; index++) {
      builder.add(numbers("p" + index, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }
    SearchSpace space = builder.build();
    assertThat(space.size()).isEqualTo(BigInteger.TEN.pow(40));
    BigInteger index = new BigInteger("1234567890123456789012345678901234567890");
    assertThat(space.point(index).value("p39")).isEqualTo(Value.of(1));
    assertThat(space.point(index).value("p0")).isEqualTo(Value.of(2));
    assertThat(space.indexOf(space.point(index))).isEqualTo(index);
  }

  @Test
  void everything_wrong_is_reported_at_once() {
    SpaceBuilder builder =
        SearchSpace.builder()
            .add(numbers("max-num-seqs", 1))
            .add(numbers("max_num_seqs", 2))
            .add(
                new Parameter(
                    "ratio",
                    Scope.LOAD,
                    new Domain.RealRange(
                        BigDecimal.ZERO, BigDecimal.ONE, new Step.Linear(new BigDecimal("1e-9")))))
            .require(is("max-num-seq", Value.of(1)));
    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            InvalidSpaceException.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(InvalidSpaceException.Problem::message)
                    .containsExactly(
                        "the parameter 'max_num_seqs' is defined twice",
                        "'ratio' has 1,000,000,001 values, more than 1,000,000",
                        "'max-num-seq is 1' names the parameter 'max-num-seq', which the space does"
                            + " not have"));
  }

  @Test
  void a_range_without_a_step_has_no_size_and_can_be_drafted() {
    Domain unit = new Domain.RealRange(BigDecimal.ZERO, BigDecimal.ONE, new Step.Continuous());
    SearchSpace space =
        SearchSpace.builder()
            .add(numbers("a", 1, 2))
            .add(new Parameter("ratio", Scope.LOAD, unit))
            .build();
    assertThat(space.validSize()).isEqualTo(new Size.Endless("ratio"));
    assertThatThrownBy(space::points)
        .hasMessage("the range of 'ratio' has no step, so points cannot be listed");
    assertThat(space.relaxed().size()).isEqualTo(2 * 1_001);
    assertThat(space.relaxed().point(137).label()).isEqualTo("a=1 ratio=0.137");
    assertThat(space.contains(space.relaxed().point(137))).isTrue();
  }

  @Test
  void conditions_in_a_circle_are_refused() {
    Parameter one =
        new Parameter("a", Scope.LOAD, Domain.of(Value.of(1)), Optional.of(is("b", Value.of(1))));
    Parameter two =
        new Parameter("b", Scope.LOAD, Domain.of(Value.of(1)), Optional.of(is("a", Value.of(1))));
    assertThatThrownBy(() -> SearchSpace.builder().add(one).add(two).build())
        .hasMessageContaining("whether 'a' exists depends on 'a' itself");
  }
}
