package dev.kneeline.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Several parameters that move together: one dimension of the space, whose values are rows.
///
/// @param name what the dimension is called
/// @param scopes the parameters of a row, in order, with their scopes
/// @param rows one value for each parameter; a parameter that a row does not name is unset in it
public record Rows(
    String name, SequencedMap<String, Scope> scopes, List<SequencedMap<String, Value>> rows)
    implements Dimension {

  public Rows {
    scopes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scopes));
    rows = rows.stream().map(Rows::copy).toList();
  }

  /// Rows made of parallel lists: the first values of all lists are the first row.
  ///
  /// @throws IllegalArgumentException where the lists differ in length
  public static Rows zip(
      String name, SequencedMap<String, Scope> scopes, Map<String, List<Value>> columns) {
    int length = columns.values().stream().mapToInt(List::size).max().orElse(0);
    columns.forEach((column, values) -> {
      if (values.size() != length) {
        throw new IllegalArgumentException(
            "zipped parameters have as many values each: '%s' has %d, the longest has %d"
                .formatted(column, values.size(), length));
      }
    });
    List<SequencedMap<String, Value>> rows = new ArrayList<>();
    for (int index = 0; index < length; index++) {
      SequencedMap<String, Value> row = new LinkedHashMap<>();
      for (Map.Entry<String, List<Value>> column : columns.entrySet()) {
        row.put(column.getKey(), column.getValue().get(index));
      }
      rows.add(row);
    }
    return new Rows(name, scopes, rows);
  }

  private static SequencedMap<String, Value> copy(SequencedMap<String, Value> row) {
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(row));
  }
}
