package dev.kneeline.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The sentences without which no table, picture or page of simulated figures goes out.
public final class Simulated {

  private static final String WARNING =
      "a simulated server answered: these figures are of a model, not of a machine";

  private Simulated() {}

  /// What is to be said of these rows; empty where every server was a real one.
  public static List<String> notes(List<Row> rows) {
    if (rows.stream().noneMatch(Row::simulated)) {
      return List.of();
    }
    return ignored(rows)
        .map(flags -> List.of(WARNING, "no effect in simulation: " + flags))
        .orElse(List.of(WARNING));
  }

  /// The table with a last column `simulated`, for formats that carry no notes; as it is where
  /// every server was a real one.
  ///
  /// @param rows of the table's lines in their order, or of the whole study where a line is made of
  ///   many
  public static Table marked(Table table, List<Row> rows) {
    if (rows.stream().noneMatch(Row::simulated)) {
      return table;
    }
    List<Table.Column> columns = new ArrayList<>(table.columns());
    columns.add(new Table.Column("simulated", "simulated", ""));
    boolean lineByLine = rows.size() == table.rows().size();
    List<List<Table.Cell>> lines = new ArrayList<>();
    for (int line = 0; line < table.rows().size(); line++) {
      List<Table.Cell> cells = new ArrayList<>(table.rows().get(line));
      boolean simulated = !lineByLine || rows.get(line).simulated();
      cells.add(new Table.Cell.Words(Boolean.toString(simulated)));
      lines.add(cells);
    }
    return new Table(columns, lines, table.notes());
  }

  /// The table with these rows' notes below its own.
  public static Table noted(Table table, List<Row> rows) {
    List<String> notes = new ArrayList<>(notes(rows));
    notes.addAll(table.notes());
    return new Table(table.columns(), table.rows(), notes);
  }

  /// The flags that had no effect in some simulated server, as they are written.
  public static Optional<String> ignored(List<Row> rows) {
    String flags =
        rows.stream()
            .flatMap(row -> row.ignored().stream())
            .distinct()
            .map("--"::concat)
            .collect(Collectors.joining(", "));
    return flags.isEmpty() ? Optional.empty() : Optional.of(flags);
  }
}
