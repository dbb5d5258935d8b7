package dev.kneeline.report;

import dev.kneeline.analysis.Comparison;
import dev.kneeline.analysis.Difference;
import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import dev.kneeline.metric.Interval;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// What `compare` prints: the difference over all configurations for each metric, then each one's.
public final class ComparisonTable {

  /// Beyond this share a smallest difference only says that there are far too few runs.
  private static final double LARGEST = 10;

  private ComparisonTable() {}

  /// A row for each difference, for people.
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
    Set<String> telling = telling(comparison);
    List<List<Cell>> rows =
        all(comparison).map(difference -> row(difference, place(difference, telling))).toList();
    return new Table(columns, rows, notes(comparison));
  }

  /// The same for programs: shares as plain numbers, each in a column of its own.
  ///
  /// @param study the later study's name
  public static Table numbers(String study, Comparison comparison) {
    List<Column> columns =
        Stream.of(
                "study",
                "metric",
                "at",
                "before",
                "after",
                "change",
                "change_low",
                "change_high",
                "p",
                "would_find",
                "significant",
                "verdict")
            .map(key -> new Column(key, key, ""))
            .toList();
    Set<String> telling = telling(comparison);
    List<List<Cell>> rows =
        all(comparison)
            .map(each ->
                List.<Cell>of(
                    new Cell.Words(study),
                    new Cell.Words(each.key()),
                    new Cell.Words(place(each, telling)),
                    figure(each.before()),
                    figure(each.after()),
                    number(each.before() == 0 ? Double.NaN : each.change()),
                    number(each.interval().map(Interval::low).orElse(Double.NaN)),
                    number(each.interval().map(Interval::high).orElse(Double.NaN)),
                    number(each.p().orElse(Double.NaN)),
                    number(each.smallest().orElse(Double.NaN)),
                    new Cell.Setting(Value.of(each.significant())),
                    new Cell.Words(each.verdict().words())))
            .toList();
    return new Table(columns, rows, notes(comparison));
  }

  /// A difference in one line: `output_throughput at tp=4: 1,010 to 940, -6.9 % (p 0.008)`.
  public static String line(Difference difference, Comparison comparison) {
    return "%s at %s: %s to %s, %s (p %s)"
        .formatted(
            difference.key(),
            place(difference, telling(comparison)),
            NumberText.threeDigits(difference.before()),
            NumberText.threeDigits(difference.after()),
            EffectsTable.percent(difference.change()),
            probability(difference.p()));
  }

  private static Stream<Difference> all(Comparison comparison) {
    return Stream.concat(comparison.overall().stream(), comparison.points().stream());
  }

  /// The parameters in which the compared configurations differ: the others say nothing here.
  private static Set<String> telling(Comparison comparison) {
    Map<String, Set<Value>> values = new LinkedHashMap<>();
    List<Point> points =
        comparison.points().stream().flatMap(each -> each.at().stream()).distinct().toList();
    for (Point point : points) {
      point.values().keySet().forEach(name -> values.put(name, new LinkedHashSet<>()));
    }
    values.forEach((name, each) -> points.forEach(point -> each.add(point.value(name))));
    values.values().removeIf(each -> each.size() < 2);
    return values.keySet();
  }

  private static String place(Difference difference, Set<String> telling) {
    if (difference.at().isEmpty()) {
      return "all configurations";
    }
    String label = difference.at().get().restrictedTo(telling).label();
    return label.isEmpty() ? "the one configuration" : label;
  }

  private static Cell number(double value) {
    return Double.isNaN(value) ? new Cell.Absent() : figure(value);
  }

  private static String label(String key) {
    return switch (key) {
      case "change_ci95" -> "95 % interval";
      case "would_find" -> "would find";
      default -> key;
    };
  }

  private static List<Cell> row(Difference difference, String at) {
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
    if (share.isEmpty()) {
      return "-";
    }
    return share.getAsDouble() > LARGEST
        ? "> %.0f %%".formatted(100 * LARGEST)
        : NumberText.threeDigits(100 * share.getAsDouble()) + " %";
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
