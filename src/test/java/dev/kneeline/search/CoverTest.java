package dev.kneeline.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kneeline.space.Domain;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Point;
import dev.kneeline.space.RandomSpace;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Step;
import dev.kneeline.space.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverTest {

  /// A shape such as `4^1 3^39`: so many parameters of so many values.
  private static SearchSpace shape(String shape) {
    SpaceBuilder builder = SearchSpace.builder();
    int number = 0;
    for (String part : shape.split(" ")) {
      String[] sizes = part.split("\\^");
      for (int count = Integer.parseInt(sizes[1]); count > 0; count--) {
        Domain domain = new Domain.WholeRange(1, Long.parseLong(sizes[0]), Step.linear(1));
        builder.add(new Parameter("p" + number++, Scope.LOAD, domain));
      }
    }
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource({
    "3^4, 9",
    "3^13, 18",
    "4^15 3^17 2^29, 37",
    "4^1 3^39 2^35, 27",
    "2^100, 15",
    "10^20, 210"
  })
  void the_customary_shapes_take_no_more_points_than_the_published_ones(String shape, int most) {
    SearchSpace space = shape(shape);
    List<Point> points = new Cover(2, 1).coverage(space).points();
    assertThat(points).hasSizeLessThanOrEqualTo(most);
    assertThat(tuples(points, names(space), 2)).hasSize((int) pairs(space));
  }

  private static long pairs(SearchSpace space) {
    List<Long> sizes =
        space.dimensions().stream()
            .map(dimension -> ((Parameter) dimension).domain().size().longValueExact())
            .toList();
    long sum = 0;
    for (int one = 0; one < sizes.size(); one++) {
      for (int other = 0; other < one; other++) {
        sum += sizes.get(one) * sizes.get(other);
      }
    }
    return sum;
  }

  @Test
  void every_combination_that_a_valid_point_has_is_shown() {
    LongStream.range(0, 80)
        .forEach(seed -> {
          showsAll(new RandomSpace(seed).build(), 2);
          showsAll(new RandomSpace(seed).build(), 3);
        });
  }

  private static void showsAll(SearchSpace space, int strength) {
    List<Point> all =
        space.points().limit(space.size().longValueExact() - space.extraPoints().size()).toList();
    List<String> names = List.copyOf(space.scopes().sequencedKeySet());
    Coverage coverage = new Cover(strength, 3).coverage(space);
    assertThat(coverage.points()).doesNotHaveDuplicates().allMatch(space::contains);
    assertThat(tuples(coverage.points(), names, strength)).isEqualTo(tuples(all, names, strength));
    assertThat((long) coverage.points().size()).isGreaterThanOrEqualTo(coverage.bound());
  }

  private static List<String> names(SearchSpace space) {
    return List.copyOf(space.scopes().sequencedKeySet());
  }

  private static Set<List<Object>> tuples(List<Point> points, List<String> names, int strength) {
    Set<List<Object>> tuples = new HashSet<>();
    for (Point point : points) {
      List<Value> values = names.stream().map(point::value).toList();
      for (int one = 0; one < values.size(); one++) {
        for (int other = 0; other < one; other++) {
          if (strength == 2) {
            tuples.add(List.of(one, values.get(one), other, values.get(other)));
          }
          for (int third = 0; strength == 3 && third < other; third++) {
            tuples.add(
                List.of(one, values.get(one), other, values.get(other), third, values.get(third)));
          }
        }
      }
    }
    return tuples;
  }

  @Test
  void what_is_covered_is_told() {
    Coverage coverage = new Cover(2, 1).coverage(shape("3^4"));
    // Six pairs of parameters with nine pairs of values each; two parameters alone need nine
    // points.
    assertThat(coverage.tuples()).isEqualTo(54);
    assertThat(coverage.impossible()).isZero();
    assertThat(coverage.bound()).isEqualTo(9);
  }

  @Test
  void the_defaults_come_first_and_the_seed_repeats_the_points() {
    SearchSpace space = shape("3^6 2^4");
    List<Point> points = new Cover(2, 7).points(space, 100).toList();
    assertThat(points.getFirst()).isEqualTo(space.point(0));
    assertThat(new Cover(2, 7).points(space, 100).toList()).isEqualTo(points);
    assertThat(new Cover(2, 8).points(space, 100).toList()).isNotEqualTo(points);
  }
}
