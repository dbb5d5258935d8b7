package dev.kneeline.report;

import dev.kneeline.space.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Parameter values as the plain objects that a JSON writer knows.
final class JsonValues {

  private JsonValues() {}

  static @Nullable Object of(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Whole whole -> whole.number();
      case Value.Real real -> real.number();
      case Value.Flag(boolean on) -> on;
      case Value.Items(List<Value> items) -> items.stream().map(JsonValues::of).toList();
      case Value.Entries(SequencedMap<String, Value> entries) -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((key, entry) -> map.put(key, of(entry)));
        yield map;
      }
      case Value.Unset unset -> null;
    };
  }
}
