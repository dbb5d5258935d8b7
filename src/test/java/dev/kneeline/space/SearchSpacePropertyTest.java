package dev.kneeline.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The engine against nested loops on a thousand random small spaces.
class SearchSpacePropertyTest {

  private static final int SPACES = 1_000;

  @Test
  void count_order_and_ranking_agree_with_nested_loops() {
    LongStream.range(0, SPACES).forEach(SearchSpacePropertyTest::agrees);
  }

  private static void agrees(long seed) {
    RandomSpace random = new RandomSpace(seed);
    SearchSpace space = random.build();
    List<Point> expected = new ArrayList<>(random.bruteForce(new HashSet<>(random.cuts())));
    expected.addAll(random.extras(expected));
    assertThat(space.points().toList()).as("seed %d", seed).isEqualTo(expected);
    assertThat(space.size()).as("seed %d", seed).isEqualTo(BigInteger.valueOf(expected.size()));
    for (int index = 0; index < expected.size(); index++) {
      assertThat(space.point(index)).as("seed %d, %d", seed, index).isEqualTo(expected.get(index));
      assertThat(space.indexOf(expected.get(index))).isEqualTo(BigInteger.valueOf(index));
    }
    int parts = 1 + (int) (seed % 5);
    List<Point> sharded =
        IntStream.range(0, parts).boxed().flatMap(part -> space.shard(part, parts)).toList();
    assertThat(sharded).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void each_rule_is_charged_with_what_it_removes_alone_and_in_order() {
    LongStream.range(0, SPACES).forEach(SearchSpacePropertyTest::accounts);
  }

  private static void accounts(long seed) {
    RandomSpace random = new RandomSpace(seed);
    SearchSpace space = random.build();
    List<String> cuts = random.cuts();
    Set<String> whens = new HashSet<>(random.whens());
    List<Removal> removals = space.removals();
    assertThat(removals).as("seed %d", seed).extracting(Removal::rule).isEqualTo(cuts);
    assertThat(space.productSize()).isEqualTo(size(random, Set.of()));
    for (int index = 0; index < cuts.size(); index++) {
      boolean condition = whens.contains(cuts.get(index));
      Set<String> basis = condition ? Set.of() : whens;
      Set<String> alone = new HashSet<>(basis);
      alone.add(cuts.get(index));
      assertThat(removals.get(index).alone())
          .as("seed %d, %s alone", seed, cuts.get(index))
          .isEqualTo(size(random, basis).subtract(size(random, alone)));
      assertThat(removals.get(index).inOrder())
          .as("seed %d, %s in order", seed, cuts.get(index))
          .isEqualTo(
              size(random, new HashSet<>(cuts.subList(0, index)))
                  .subtract(size(random, new HashSet<>(cuts.subList(0, index + 1)))));
    }
  }

  private static BigInteger size(RandomSpace random, Set<String> applied) {
    return BigInteger.valueOf(random.bruteForce(applied).size());
  }

  @Test
  void dead_values_and_constants_are_those_that_no_valid_point_shows() {
    LongStream.range(0, SPACES / 4).forEach(SearchSpacePropertyTest::warns);
  }

  private static void warns(long seed) {
    RandomSpace random = new RandomSpace(seed);
    List<Point> loops = random.bruteForce(new HashSet<>(random.cuts()));
    List<SpaceWarning> warnings = random.build().warnings();
    for (Dimension dimension : random.dimensions) {
      if (dimension instanceof Parameter parameter && !loops.isEmpty()) {
        List<Value> domain = parameter.domain().values().stream().distinct().toList();
        List<Value> shown =
            loops.stream().map(point -> point.value(parameter.name())).distinct().toList();
        boolean constant = shown.size() == 1 && domain.size() > 1;
        assertThat(warnings.contains(new SpaceWarning.Constant(parameter.name(), shown.getFirst())))
            .as("seed %d, %s", seed, parameter.name())
            .isEqualTo(constant);
        for (Value value : domain) {
          assertThat(warnings.contains(new SpaceWarning.DeadValue(parameter.name(), value)))
              .as("seed %d, %s = %s", seed, parameter.name(), value)
              .isEqualTo(!constant && !shown.contains(value));
        }
      }
    }
  }
}
