package dev.kneeline.analysis;

import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import dev.kneeline.metric.Metric;
import dev.kneeline.metric.Metrics;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.space.Names;
import dev.kneeline.study.Run;
import dev.kneeline.study.TrialState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The table that `show` prints: every configuration, the best first, none left out.
public final class Show {

  private Show() {}

  /// Rows in the order of an answer: those that keep every limit from the best on, then those that
  /// miss one, then those that were not measured. Without an objective they stay as they are.
  public static List<Row> ordered(List<Row> rows, Optional<Objective> objective, List<Slo> slos) {
    if (objective.isEmpty()) {
      return rows;
    }
    List<Row> ordered = new ArrayList<>(Answer.ranked(rows, objective.get(), slos));
    ordered.addAll(Answer.ranked(rows, objective.get(), List.of()));
    ordered.addAll(rows);
    // By identity: rows are equal only to themselves, and hashing all their figures takes seconds.
    Set<Row> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return ordered.stream().filter(seen::add).toList();
  }

  /// The best row of each group under the objective and the limits; a group in which none keeps
  /// them is told by its nearest row.
  public static List<Row> bestOfGroups(
      List<Row> rows, List<String> columns, Objective objective, List<Slo> slos) {
    return Groups.by(rows, columns).values().stream()
        .map(group -> ordered(group, Optional.of(objective), slos).getFirst())
        .toList();
  }

  /// A table of rows, in their order.
  ///
  /// @param slos by which the last column says what a row misses
  public static Table table(List<Row> rows, Columns chosen, List<Slo> slos) {
    List<Column> columns = new ArrayList<>();
    chosen.settings().forEach(name -> columns.add(new Column(name, Names.brief(name), "")));
    columns.add(new Column("runs", "runs", ""));
    chosen.metrics().forEach(key -> columns.add(metric(key)));
    List<String> remarks = rows.stream().map(row -> remark(row, slos)).toList();
    boolean remarked = remarks.stream().anyMatch(remark -> !remark.isEmpty());
    if (remarked) {
      columns.add(new Column("remark", "remark", ""));
    }
    List<List<Cell>> cells = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<Cell> line = cells(rows.get(i), chosen);
      if (remarked) {
        line.add(new Cell.Words(remarks.get(i)));
      }
      cells.add(line);
    }
    return new Table(columns, cells, notes(rows, cells));
  }

  private static List<Cell> cells(Row row, Columns chosen) {
    List<Cell> cells = new ArrayList<>();
    chosen.settings().forEach(name -> cells.add(new Cell.Setting(row.value(name))));
    cells.add(new Cell.Count(row.counted().size()));
    for (String key : chosen.metrics()) {
      cells.add(row.average(key).map(Cell::of).orElseGet(Cell.Absent::new));
    }
    return cells;
  }

  private static Column metric(String key) {
    return new Column(
        key, key, Metrics.find(key).map(Metric::unit).map(u -> u.symbol()).orElse(""));
  }

  /// Why a row is not a plain success: its state, runs that do not count, limits that it misses.
  public static String remark(Row row, List<Slo> slos) {
    List<String> remarks = new ArrayList<>();
    if (!(row.state() instanceof TrialState.Completed)) {
      remarks.add(row.state().line());
    }
    doubts(row, run -> !run.counts(), "invalid run%s left out").ifPresent(remarks::add);
    if (row.state() instanceof TrialState.Completed && row.leftOut().failures() > 0) {
      remarks.add(count(row.leftOut().failures(), "failed try", "failed tries"));
    }
    if (row.leftOut().stale() > 0) {
      remarks.add(count(row.leftOut().stale(), "stale run", "stale runs") + " left out");
    }
    doubts(row, run -> run.counts() && !run.verdict().clear(), "suspect run%s")
        .ifPresent(remarks::add);
    if (row.measured()) {
      slos.stream()
          .filter(slo -> !Answer.keeps(row, slo))
          .forEach(slo -> remarks.add("misses " + slo.text()));
    }
    return String.join("; ", remarks);
  }

  private static String count(int number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  /// How many runs the client itself doubts, and the first reason it gave.
  private static Optional<String> doubts(Row row, Predicate<Run> which, String words) {
    List<Run> doubted = row.runs().stream().filter(which).toList();
    if (doubted.isEmpty()) {
      return Optional.empty();
    }
    String reason =
        doubted.stream()
            .flatMap(run -> run.verdict().reasons().stream())
            .findFirst()
            .map(": "::concat)
            .orElse("");
    int count = doubted.size();
    return Optional.of(count + " " + words.formatted(count == 1 ? "" : "s") + reason);
  }

  private static List<String> notes(List<Row> rows, List<List<Cell>> cells) {
    List<String> notes = new ArrayList<>(Simulated.notes(rows));
    long imported = rows.stream().filter(Row::imported).count();
    if (imported > 0) {
      notes.add(
          "imported: the figures of %s are another tool's; without samples they cannot be recomputed"
              .formatted(imported == rows.size() ? "all" : imported + " configurations"));
    }
    if (any(cells, measured -> measured.halfWidth().isPresent())) {
      notes.add("±: half of the 95 % interval of the mean over runs");
    }
    if (any(cells, measured -> !measured.reliable())) {
      notes.add("?: the sample is too small to carry this figure");
    }
    return notes;
  }

  private static boolean any(List<List<Cell>> cells, Predicate<Cell.Measured> holds) {
    return cells.stream()
        .flatMap(List::stream)
        .anyMatch(cell -> cell instanceof Cell.Measured measured && holds.test(measured));
  }
}
