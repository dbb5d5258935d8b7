package dev.kneeline.analysis;

import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Rows put together by what they have in common.
public final class Groups {

  private static final String LOAD = "load.";

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

  /// What a label or a curve must tell: the varying parameters without those of the load that rise
  /// with another one of the load, as the number of prompts with the concurrency.
  public static List<String> telling(List<Row> rows) {
    List<String> telling = new ArrayList<>();
    for (String name : varying(rows)) {
      boolean follows =
          name.startsWith(LOAD)
              && telling.stream()
                  .anyMatch(other -> other.startsWith(LOAD) && rises(rows, other, name));
      if (!follows) {
        telling.add(name);
      }
    }
    return telling;
  }

  /// Whether each value of the one has a single value of the other, larger for a larger one.
  private static boolean rises(List<Row> rows, String one, String other) {
    NavigableMap<BigDecimal, BigDecimal> values = new TreeMap<>();
    for (Row row : rows) {
      Optional<BigDecimal> from = number(row.point().value(one));
      Optional<BigDecimal> to = number(row.point().value(other));
      if (from.isEmpty() || to.isEmpty()) {
        return false;
      }
      BigDecimal before = values.putIfAbsent(from.get(), to.get());
      if (before != null && before.compareTo(to.get()) != 0) {
        return false;
      }
    }
    List<BigDecimal> followed = List.copyOf(values.values());
    return IntStream.range(1, followed.size())
        .allMatch(i -> followed.get(i - 1).compareTo(followed.get(i)) < 0);
  }

  private static Optional<BigDecimal> number(Value value) {
    return switch (value) {
      case Value.Whole whole -> Optional.of(BigDecimal.valueOf(whole.number()));
      case Value.Real real -> Optional.of(real.number());
      case Value.Text _, Value.Flag _, Value.Items _, Value.Entries _, Value.Unset _ ->
          Optional.empty();
    };
  }

  private static boolean varies(List<Row> rows, String name) {
    Value first = rows.getFirst().point().value(name);
    return rows.stream().anyMatch(row -> !row.point().value(name).equals(first));
  }
}
