package dev.kneeline.analysis;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.OptionalDouble;

/// A table as data, before it becomes text: a terminal's, CSV, JSON or Markdown.
///
/// @param rows each as long as the columns
/// @param notes what the reader must know of it, a sentence each
public record Table(List<Column> columns, List<List<Cell>> rows, List<String> notes) {

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "%d cells for %d columns".formatted(row.size(), columns.size()));
      }
    }
  }

  /// @param key as it is called in files and on the command line
  /// @param label as it is shown to a person
  /// @param unit symbol; empty for none
  public record Column(String key, String label, String unit) {}

  /// What stands in one place.
  public sealed interface Cell {

    /// Words of ours or of a study.
    record Words(String text) implements Cell {}

    /// A parameter's value.
    record Setting(Value value) implements Cell {}

    /// A figure.
    ///
    /// @param halfWidth of its 95 % interval, where there are several runs
    /// @param reliable whether every run's sample could carry it
    record Measured(double value, OptionalDouble halfWidth, boolean reliable) implements Cell {}

    /// A plain number of things.
    record Count(long number) implements Cell {}

    /// Nothing was measured.
    record Absent() implements Cell {}

    static Cell of(Average average) {
      return new Measured(average.mean(), average.halfWidth(), average.reliable());
    }
  }
}
