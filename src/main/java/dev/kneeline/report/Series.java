package dev.kneeline.report;

import dev.kneeline.analysis.Groups;
import dev.kneeline.analysis.Row;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.List;
import java.util.stream.Collectors;

/// Which parameters the colours of a picture stand for.
///
/// @param names the parameters; none where one colour does for all
/// @param levels their combinations in words, in the order of appearance; one empty text without
///   names
record Series(List<String> names, List<String> levels) {

  private static final String SEPARATOR = " / ";
  private static final String LOAD = "load.";
  private static final int MOST = 8;
  private static final String PLAIN = "#1b6ca8";

  /// Colours tell servers apart, since load walks along a server's curve: all that varies of the
  /// server where that makes at most eight colours, else the first of its parameters that does.
  static Series of(List<Row> rows) {
    List<String> server =
        Groups.varying(rows).stream().filter(name -> !name.startsWith(LOAD)).toList();
    if (levels(rows, server).size() <= MOST) {
      return new Series(server, levels(rows, server));
    }
    return server.stream()
        .map(name -> new Series(List.of(name), levels(rows, List.of(name))))
        .filter(series -> series.levels().size() <= MOST)
        .findFirst()
        .orElseGet(() -> new Series(List.of(), List.of("")));
  }

  /// A row's level.
  String level(Row row) {
    return label(row, names);
  }

  /// The values of some parameters of a row: `4 / q4_0`. Which ones they are of stands beside.
  static String label(Row row, List<String> parameters) {
    return parameters.stream()
        .map(name -> spelling(row.value(name)))
        .collect(Collectors.joining(SEPARATOR));
  }

  /// The names that a label's values are of: `parallel / weights`.
  static String title(List<String> parameters) {
    return parameters.stream()
        .map(Names::key)
        .map(Names::brief)
        .collect(Collectors.joining(SEPARATOR));
  }

  /// What to paint a level with.
  String colour(String level) {
    return names.isEmpty() ? PLAIN : level;
  }

  /// The legend.
  Chart.Colours colours() {
    return names.isEmpty() ? Chart.Colours.NONE : new Chart.Colours(title(names), levels);
  }

  private static List<String> levels(List<Row> rows, List<String> names) {
    return rows.stream().map(row -> label(row, names)).distinct().toList();
  }

  /// A value in words; a parameter that is not there is `unset`.
  static String spelling(Value value) {
    return value.equals(Value.UNSET) ? "unset" : value.spelling();
  }
}
