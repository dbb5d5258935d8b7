package dev.kneeline.report;

import dev.kneeline.analysis.Comparison;
import dev.kneeline.analysis.Difference;
import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import dev.kneeline.metric.Interval;
import dev.kneeline.space.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What `compare` prints: the difference over all configurations for each metric, then each one's.
public final class ComparisonTable {

  private ComparisonTable() {}

  /// A row for each difference.
  public static Table of(Comparison comparison) {
    List<Column> columns =
        Stream.of(
                "metric",
                "at",
                "before",
                "after",
                "change",
                "change_ci95",
                "p",
                "would_find",
                "verdict")
            .map(key -> new Column(key, label(key), ""))
            .toList();
    List<List<Cell>> rows = new ArrayList<>();
    comparison.overall().forEach(difference -> rows.add(row(difference)));
    comparison.points().forEach(difference -> rows.add(row(difference)));
    return new Table(columns, rows, notes(comparison));
  }

  /// A difference in one line: `output_throughput at tp=4: 1,010 to 940, -6.9 % (p 0.008)`.
  public static String line(Difference difference) {
    return "%s at %s: %s to %s, %s (p %s)"
        .formatted(
            difference.key(),
            difference.at().map(Point::label).orElse("all configurations"),
            NumberText.threeDigits(difference.before()),
            NumberText.threeDigits(difference.after()),
            EffectsTable.percent(difference.change()),
            probability(difference.p()));
  }

  private static String label(String key) {
    return switch (key) {
      case "change_ci95" -> "95 % interval";
      case "would_find" -> "would find";
      default -> key;
    };
  }

  private static List<Cell> row(Difference difference) {
    String at = difference.at().map(Point::label).orElse("all configurations");
    return List.of(
        new Cell.Words(difference.key()),
        new Cell.Words(at),
        figure(difference.before()),
        figure(difference.after()),
        new Cell.Words(difference.before() == 0 ? "-" : EffectsTable.percent(difference.change())),
        new Cell.Words(difference.interval().map(ComparisonTable::range).orElse("-")),
        new Cell.Words(probability(difference.p())),
        new Cell.Words(smallest(difference.smallest())),
        new Cell.Words(difference.verdict().words()));
  }

  private static Cell figure(double value) {
    return new Cell.Measured(value, OptionalDouble.empty(), true);
  }

  private static String range(Interval interval) {
    return EffectsTable.percent(interval.low()) + " to " + EffectsTable.percent(interval.high());
  }

  private static String probability(OptionalDouble p) {
    if (p.isEmpty()) {
      return "-";
    }
    return p.getAsDouble() < 0.001 ? "< 0.001" : "%.3f".formatted(p.getAsDouble());
  }

  private static String smallest(OptionalDouble share) {
    return share.isPresent() ? NumberText.threeDigits(100 * share.getAsDouble()) + " %" : "-";
  }

  private static List<String> notes(Comparison comparison) {
    List<String> notes = new ArrayList<>();
    if (comparison.matched() == 0) {
      notes.add("no configuration is in both studies: match by fewer parameters");
    }
    boolean single =
        Stream.concat(comparison.points().stream(), comparison.overall().stream())
            .allMatch(each -> each.verdict() == Difference.Verdict.UNDECIDABLE);
    if (comparison.matched() > 0 && single) {
      notes.add(
          "nothing can be decided: a configuration needs four runs in each study,"
              + " or six configurations must be in both");
    }
    left(notes, comparison.onlyBefore().size(), "first");
    left(notes, comparison.onlyAfter().size(), "second");
    notes.add(
        "p: corrected for the number of comparisons (Holm); would find: the smallest change"
            + " that these runs would find four times in five");
    return notes;
  }

  private static void left(List<String> notes, int count, String study) {
    if (count > 0) {
      notes.add(
          "%d configuration%s only in the %s study".formatted(count, count == 1 ? "" : "s", study));
    }
  }
}
