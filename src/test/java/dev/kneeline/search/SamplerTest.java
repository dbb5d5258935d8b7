package dev.kneeline.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.metric.Parsed;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Point;
import dev.kneeline.space.RandomSpace;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Step;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {

  private static final double ONE_IN_TEN_THOUSAND = 1e-4;

  private record Lambda(String name, Set<String> reads, Predicate<Function<String, Value>> test)
      implements Rule {
    @Override
    public String text() {
      return name;
    }

    @Override
    public boolean holds(Function<String, Value> values) {
      return test.test(values);
    }
  }

  private static Sampler sampler(String method, long seed) {
    return Sampler.named(method, seed, 2).orThrow();
  }

  private static Parameter range(String name, long size) {
    return new Parameter(name, Scope.SERVER, new Domain.WholeRange(1, size, Step.linear(1)));
  }

  private static Parameter flag(String name) {
    return new Parameter(name, Scope.SERVER, Domain.of(Value.of(false), Value.of(true)));
  }

  /// A cache with three settings that stay at 1 while it is off, and two features that exclude it.
  private static SearchSpace cache() {
    return cacheAmong();
  }

  private static SearchSpace cacheAmong(Parameter... others) {
    SpaceBuilder builder = SearchSpace.builder();
    Stream.of(others).forEach(builder::add);
    builder.add(flag("cache")).add(flag("other"));
    for (String setting : List.of("a", "b", "c")) {
      builder
          .add(range(setting, 10))
          .require(
              new Lambda(
                  setting + " needs the cache",
                  Set.of("cache", setting),
                  values ->
                      values.apply("cache").equals(Value.of(true))
                          || values.apply(setting).equals(Value.of(1))));
    }
    return builder
        .exclude(
            new Lambda(
                "one of both",
                Set.of("cache", "other"),
                values ->
                    !(values.apply("cache").equals(Value.of(true))
                        && values.apply("other").equals(Value.of(true)))))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "uniform", "balanced", "lhs", "one-at-a-time", "cover"})
  void samples_are_valid_distinct_and_repeatable(String method) {
    LongStream.range(0, 200)
        .forEach(seed -> {
          SearchSpace space = new RandomSpace(seed).build();
          List<Point> points = sampler(method, seed).points(space, 7).toList();
          assertThat(points)
              .as("seed %d", seed)
              .hasSizeLessThanOrEqualTo(7)
              .doesNotHaveDuplicates()
              .allMatch(space::contains)
              .isEqualTo(sampler(method, seed).points(space, 7).toList());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "uniform", "balanced", "lhs"})
  void a_sample_as_large_as_the_space_is_the_space(String method) {
    LongStream.range(0, 200)
        .forEach(seed -> {
          SearchSpace space = new RandomSpace(seed).build();
          for (long limit : new long[] {space.size().longValueExact(), 1_000_000}) {
            assertThat(sampler(method, seed).points(space, limit).toList())
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(space.points().toList());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"uniform", "balanced", "lhs", "one-at-a-time", "cover"})
  void the_point_of_all_defaults_comes_first(String method) {
    SearchSpace space = cache();
    assertThat(sampler(method, 5).points(space, 10).findFirst()).contains(space.point(0));
  }

  @Test
  void every_valid_point_is_equally_likely_in_a_uniform_sample() {
    // 1 + 1 + 1000 - 1 points besides the defaults; twenty of them from each of 5,000 seeds.
    SearchSpace space = cache();
    int others = space.size().intValueExact() - 1;
    long[] seen = new long[others];
    for (long seed = 0; seed < 5_000; seed++) {
      new Uniform(seed)
          .points(space, 21)
          .skip(1)
          .forEach(point -> seen[space.indexOf(point).intValueExact() - 1]++);
    }
    assertThat(ChiSquareTest.withDefaults().test(seen).getPValue())
        .isGreaterThan(ONE_IN_TEN_THOUSAND);
  }

  @Test
  void the_first_index_of_a_large_permutation_is_equally_likely_everywhere() {
    BigInteger size = BigInteger.valueOf(100_003);
    long[] bins = new long[50];
    for (long seed = 0; seed < 20_000; seed++) {
      bins[(int) (new Permutation(size, seed).at(0) * bins.length / size.longValueExact())]++;
    }
    assertThat(ChiSquareTest.withDefaults().test(bins).getPValue())
        .isGreaterThan(ONE_IN_TEN_THOUSAND);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100, 65_535, 65_536, 65_537, 100_003, 131_073})
  void a_permutation_has_every_number_once(int size) {
    Permutation permutation = new Permutation(BigInteger.valueOf(size), 4);
    boolean[] seen = new boolean[size];
    for (int index = 0; index < size; index++) {
      int number = (int) permutation.at(index);
      assertThat(seen[number]).isFalse();
      seen[number] = true;
    }
  }

  @Test
  void a_permutation_beyond_64_bits_repeats_nothing_and_stays_inside() {
    BigInteger size = BigInteger.TEN.pow(40);
    Permutation permutation = new Permutation(size, 4);
    Set<BigInteger> seen = new HashSet<>();
    for (int index = 0; index < 2_000; index++) {
      BigInteger number = permutation.at(BigInteger.valueOf(index));
      assertThat(number).isBetween(BigInteger.ZERO, size.subtract(BigInteger.ONE));
      assertThat(seen.add(number)).isTrue();
    }
    assertThat(seen)
        .anyMatch(number -> number.bitLength() > 130)
        .anyMatch(number -> number.bitLength() < 131);
  }

  @Test
  void switches_are_balanced_before_what_they_open() {
    List<Point> points = new Balanced(3).points(cacheAmong(range("x", 100)), 2_000).toList();
    // In the space the cache is on in 99.8 % of the points.
    assertThat(share(points, "cache")).isGreaterThan(0.80);
  }

  private static double share(List<Point> points, String name) {
    return points.stream().filter(point -> point.value(name).equals(Value.of(true))).count()
        / (double) points.size();
  }

  @Test
  void a_latin_hypercube_shows_every_value_equally_often() {
    SearchSpace space =
        SearchSpace.builder()
            .add(range("a", 10))
            .add(range("b", 5))
            .add(range("c", 50))
            .add(range("d", 100_000))
            .build();
    List<Point> points = new LatinHypercube(1).points(space, 100).skip(1).toList();
    for (String name : List.of("a", "b", "c")) {
      Map<Value, Long> counts =
          points.stream()
              .collect(Collectors.groupingBy(point -> point.value(name), Collectors.counting()));
      long most = counts.values().stream().mapToLong(Long::longValue).max().orElseThrow();
      long least = counts.values().stream().mapToLong(Long::longValue).min().orElseThrow();
      assertThat(most - least).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void one_at_a_time_changes_one_parameter_and_what_that_needs() {
    List<String> labels = new OneAtATime().points(cache(), 100).map(Point::label).toList();
    assertThat(labels).hasSize(1 + 1 + 1 + 3 * 9);
    assertThat(labels.subList(0, 4))
        .containsExactly(
            "cache=false other=false a=1 b=1 c=1",
            "cache=true other=false a=1 b=1 c=1",
            "cache=false other=true a=1 b=1 c=1",
            "cache=true other=false a=2 b=1 c=1");
  }

  @Test
  void a_rule_that_cannot_be_counted_is_obeyed_by_every_sampler() {
    Set<String> reads =
        Stream.of("a", "b", "c", "d", "e", "f", "g", "h").collect(Collectors.toSet());
    SpaceBuilder builder =
        SearchSpace.builder()
            .require(new Lambda("a is 2", reads, values -> values.apply("a").equals(Value.of(2))));
    reads.forEach(name -> builder.add(range(name, 8)));
    SearchSpace space = builder.build();
    for (String method : List.of("first", "uniform", "balanced", "lhs")) {
      assertThat(sampler(method, 1).points(space, 20).toList())
          .hasSize(20)
          .doesNotHaveDuplicates()
          .allMatch(point -> point.value("a").equals(Value.of(2)));
    }
  }

  @Test
  void a_range_without_a_step_is_sampled() {
    Domain unit = new Domain.RealRange(BigDecimal.ZERO, BigDecimal.ONE, new Step.Continuous());
    SearchSpace space =
        SearchSpace.builder()
            .add(new Parameter("ratio", Scope.LOAD, unit))
            .add(range("tp", 4))
            .build();
    for (String method : List.of("uniform", "balanced", "lhs")) {
      assertThat(sampler(method, 1).points(space, 50).toList())
          .hasSize(50)
          .doesNotHaveDuplicates()
          .allMatch(space::contains);
    }
  }

  @Test
  void an_unknown_method_gets_the_nearest_one() {
    assertThat(Sampler.named("unifrom", 0, 2))
        .isEqualTo(new Parsed.Bad<Sampler>("unknown method 'unifrom'", "did you mean 'uniform'?"));
    assertThat(Sampler.named("cover", 0, 4))
        .isEqualTo(new Parsed.Bad<Sampler>("cover has a t of 2 or 3, not 4", "leave t out for 2"));
  }
}
