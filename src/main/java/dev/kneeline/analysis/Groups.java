package dev.kneeline.analysis;

import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// Rows put together by what they have in common.
public final class Groups {

  private Groups() {}

  /// Rows by their values of some columns, groups and rows in the order in which they came. A row
  /// that has no such column falls into the group of the unset value, and is never dropped.
  public static SequencedMap<List<Value>, List<Row>> by(List<Row> rows, List<String> columns) {
    SequencedMap<List<Value>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      List<Value> key = columns.stream().map(row::value).toList();
      groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
    }
    return groups;
  }

  /// The parameters in which some rows differ, in the points' own order: what a label must tell.
  public static List<String> varying(List<Row> rows) {
    SequencedSet<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.point().values().keySet()));
    return names.stream().filter(name -> varies(rows, name)).toList();
  }

  private static boolean varies(List<Row> rows, String name) {
    Value first = rows.getFirst().point().value(name);
    return rows.stream().anyMatch(row -> !row.point().value(name).equals(first));
  }
}
