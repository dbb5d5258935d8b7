package dev.kneeline.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What makes two points the same one, and what they are called.
class PointTest {

  @Test
  void neither_the_order_of_names_nor_the_spelling_of_a_number_makes_another_point() {
    Point one = point("server.tp", Value.of(2), "load.rate", real("1.50"));
    Point other = point("load.rate", real("1.5"), "server.tp", Value.of(2));
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.id()).isEqualTo(other.id()).matches("[0-9a-f]{12}");
    assertThat(one.canonical()).isEqualTo("{\"load.rate\":1.5,\"server.tp\":2}");
  }

  @Test
  void a_parameter_without_a_value_is_as_one_that_was_never_named() {
    Point closed = point("server.tp", Value.of(2), "server.dp", Value.UNSET);
    assertThat(closed).isEqualTo(point("server.tp", Value.of(2)));
    assertThat(closed).hasSameHashCodeAs(point("server.tp", Value.of(2)));
    assertThat(closed.values()).hasSize(1).doesNotContainKey("server.dp");
    assertThat(closed.value("server.dp")).isEqualTo(Value.UNSET);
  }

  @Test
  void another_value_or_the_same_one_under_another_name_is_another_point() {
    Point point = point("a", Value.of(1), "b", Value.of(2));
    assertThat(point).isNotEqualTo(point("a", Value.of(2), "b", Value.of(1)));
    assertThat(point.id()).isNotEqualTo(point("a", Value.of(2), "b", Value.of(1)).id());
    assertThat(point).isNotEqualTo(point("a", Value.of(1)));
  }

  @Test
  void a_large_grid_hardly_shares_hash_codes() {
    Set<Integer> hashes = new HashSet<>();
    for (int a = 0; a < 40; a++) {
      for (int b = 0; b < 40; b++) {
        for (int c = 0; c < 40; c++) {
          hashes.add(point("a", Value.of(a), "b", Value.of(b), "c", Value.of(c)).hashCode());
        }
      }
    }
    assertThat(hashes).hasSizeGreaterThan(63_900);
  }

  @Test
  void a_point_that_shares_anothers_names_is_the_point_that_it_was() {
    Point first = point("a", Value.of(1), "b", Value.of(2));
    Point same = point("a", Value.of(3), "b", Value.of(4));
    Point different = point("b", Value.of(3), "c", Value.of(4));
    assertThat(same.sharingNamesOf(first)).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(different.sharingNamesOf(first)).isEqualTo(different);
    assertThat(different.sharingNamesOf(first).values().sequencedKeySet())
        .containsExactly("b", "c");
  }

  @Test
  void a_label_keeps_a_prefix_only_where_the_name_alone_would_be_ambiguous() {
    Point point =
        point("server.seed", Value.of(1), "load.seed", Value.of(2), "server.tp", Value.of(8));
    assertThat(point.label()).isEqualTo("server.seed=1 load.seed=2 tp=8");
    assertThat(point.restrictedTo(Set.of("load.seed", "server.tp")).label())
        .isEqualTo("seed=2 tp=8");
  }

  private static Value real(String number) {
    return new Value.Real(new BigDecimal(number), number);
  }

  private static Point point(Object... namesAndValues) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    List<Object> given = List.of(namesAndValues);
    for (int at = 0; at < given.size(); at += 2) {
      values.put((String) given.get(at), (Value) given.get(at + 1));
    }
    return new Point(values);
  }
}
