package dev.kneeline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void a_number_keeps_its_spelling_and_a_text_of_digits_stays_a_text() {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("memory", new Value.Real(new BigDecimal("0.90"), "0.90"));
    values.put("port", Value.of("8000"));
    String json = Json.compact(new Value.Entries(values));
    assertThat(json).isEqualTo("{\"memory\":0.90,\"port\":\"8000\"}");
    assertThat(Json.compact(Json.read(json))).isEqualTo(json);
  }

  @Test
  void a_spelling_that_json_cannot_write_is_kept_beside_the_number() {
    Value hexadecimal = new Value.Whole(64, "0x40");
    String json = Json.compact(hexadecimal);
    assertThat(json).isEqualTo("{\"$spelling\":\"0x40\",\"$number\":64}");
    assertThat(Json.read(json).spelling()).isEqualTo("0x40");
  }

  @Test
  void a_map_that_looks_like_our_own_marks_is_not_mistaken_for_them() {
    SequencedMap<String, Value> sly = new LinkedHashMap<>();
    sly.put("$spelling", Value.of("0x40"));
    sly.put("$number", Value.of(7));
    assertSame(new Value.Entries(sly));
  }

  @Test
  void whatever_is_written_is_read_back_in_type_order_and_spelling() {
    Random random = new Random(20260131);
    for (int round = 0; round < 2_000; round++) {
      assertSame(anything(random, 3));
    }
  }

  @Test
  void what_is_no_json_is_refused_with_the_place() {
    assertThatThrownBy(() -> Json.read("{\"a\": 1,\n \"b\": }"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> Json.read("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.read("{} {}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.read("{\"a\":1,\"a\":2}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// Equality of values ignores spelling and order, so the texts are compared too.
  private static void assertSame(Value value) {
    for (String json : List.of(Json.compact(value), Json.pretty(value))) {
      Value read = Json.read(json);
      assertThat(read).isEqualTo(value);
      assertThat(described(read)).isEqualTo(described(value));
    }
  }

  private static String described(Value value) {
    return switch (value) {
      case Value.Text(String text) -> "text " + text;
      case Value.Whole whole -> "whole " + whole.spelling();
      case Value.Real real -> "real " + real.spelling();
      case Value.Flag(boolean on) -> "flag " + on;
      case Value.Unset() -> "unset";
      case Value.Items(List<Value> items) ->
          items.stream().map(JsonTest::described).toList().toString();
      case Value.Entries(SequencedMap<String, Value> entries) ->
          entries.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + described(entry.getValue()))
              .toList()
              .toString();
    };
  }

  private static Value anything(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> Value.of(text(random));
      case 1 -> Value.of(random.nextLong());
      case 2 -> new Value.Real(new BigDecimal("0.5"), spelling(random));
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> Value.UNSET;
      case 5 -> new Value.Whole(255, random.nextBoolean() ? "0xff" : "255");
      case 6 -> {
        List<Value> items = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
          items.add(anything(random, depth - 1));
        }
        yield new Value.Items(items);
      }
      default -> {
        SequencedMap<String, Value> entries = new LinkedHashMap<>();
        for (int count = random.nextInt(4); count > 0; count--) {
          entries.put(text(random), anything(random, depth - 1));
        }
        yield new Value.Entries(entries);
      }
    };
  }

  private static String spelling(Random random) {
    return List.of(".5", "5e-1", "0.50", "5_0", "+0.5").get(random.nextInt(5));
  }

  private static String text(Random random) {
    return List.of(
            "", "a", "64", "$spelling", "$number", "$entries", "\"\\\n\t\u0001", "ü€😀", "null")
        .get(random.nextInt(9));
  }
}
