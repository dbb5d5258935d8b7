package dev.kneeline.analysis;

import dev.kneeline.space.Point;
import dev.kneeline.study.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Two studies side by side: where both have a configuration, how each metric differs, and whether
/// that is more than chance.
///
/// At one configuration the runs of both sides are compared by the test of Mann and Whitney, which
/// asks nothing of their spread; it needs four runs a side before it can call anything significant.
/// Where both studies sent the same requests in the same repetition and there are six such pairs or
/// more, the pairs' ratios are compared with 1 instead: what the requests do to both sides cancels.
/// Over all configurations each one gives a single ratio, and those are compared with 1 by flipping
/// signs: this finds a shift that is common to many configurations of few runs each. Probabilities
/// are corrected for their number after Holm.
///
/// @param overall a difference for each metric, over two configurations or more
/// @param points a difference for each metric and configuration
/// @param matched configurations that both studies have
/// @param onlyBefore configurations that only the first has
/// @param onlyAfter configurations that only the second has
public record Comparison(
    List<Difference> overall,
    List<Difference> points,
    int matched,
    List<Point> onlyBefore,
    List<Point> onlyAfter) {

  public Comparison {
    overall = List.copyOf(overall);
    points = List.copyOf(points);
    onlyBefore = List.copyOf(onlyBefore);
    onlyAfter = List.copyOf(onlyAfter);
  }

  /// How to compare.
  ///
  /// @param metrics keys, at least one
  /// @param matchBy parameters by which configurations are matched; empty: all that occur in both
  ///   studies
  /// @param seed of the resampling
  /// @param paired whether runs of one repetition had one seed in both studies
  public record Options(List<String> metrics, List<String> matchBy, long seed, boolean paired) {

    public Options {
      metrics = List.copyOf(metrics);
      matchBy = List.copyOf(matchBy);
    }

    /// Without pairs.
    public Options(List<String> metrics, List<String> matchBy, long seed) {
      this(metrics, matchBy, seed, false);
    }
  }

  /// Compares two studies' rows. Rows that fall together under the matched parameters give their
  /// runs together; a row that was not measured is none.
  public static Comparison of(List<Row> before, List<Row> after, Options options) {
    Set<String> names = new LinkedHashSet<>(options.matchBy());
    if (names.isEmpty()) {
      names.addAll(names(before));
      names.retainAll(names(after));
    }
    Map<Point, List<Run>> first = runs(before, names);
    Map<Point, List<Run>> second = runs(after, names);
    List<Point> both = first.keySet().stream().filter(second::containsKey).toList();
    List<Tested> points = new ArrayList<>();
    List<Tested> overall = new ArrayList<>();
    for (String key : options.metrics()) {
      List<Sides> sides = new ArrayList<>();
      for (Point point : both) {
        Sides each =
            new Sides(
                point, values(first, point, key), values(second, point, key), options.paired());
        if (each.measuredInBoth()) {
          sides.add(each);
        }
      }
      sides.forEach(each -> points.add(each.tested(key, options.seed())));
      SignFlips.of(key, sides, options.seed()).ifPresent(overall::add);
    }
    return new Comparison(
        Tested.concluded(overall),
        Tested.concluded(points),
        both.size(),
        first.keySet().stream().filter(point -> !second.containsKey(point)).toList(),
        second.keySet().stream().filter(point -> !first.containsKey(point)).toList());
  }

  /// Whether any difference makes a gate fail.
  public List<Difference> failing(Gate gate) {
    List<Difference> failing = new ArrayList<>(overall.stream().filter(gate::fails).toList());
    points.stream().filter(gate::fails).forEach(failing::add);
    return failing;
  }

  /// What differs in the provenance of both studies, as name to `before -> after`.
  public static Map<String, String> changedFacts(
      Map<String, String> before, Map<String, String> after) {
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    Map<String, String> changed = new LinkedHashMap<>();
    for (String name : names) {
      String first = before.getOrDefault(name, "none");
      String second = after.getOrDefault(name, "none");
      if (!first.equals(second)) {
        changed.put(name, first + " -> " + second);
      }
    }
    return changed;
  }

  private static Set<String> names(List<Row> rows) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.point().values().keySet()));
    return names;
  }

  private static Map<Point, List<Run>> runs(List<Row> rows, Set<String> names) {
    Map<Point, List<Run>> runs = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.measured()) {
        runs.computeIfAbsent(row.point().restrictedTo(names), _ -> new ArrayList<>())
            .addAll(row.counted());
      }
    }
    return runs;
  }

  private static List<Sides.Measured> values(Map<Point, List<Run>> runs, Point point, String key) {
    List<Sides.Measured> values = new ArrayList<>();
    for (Run run : runs.getOrDefault(point, List.of())) {
      run.figures()
          .value(key)
          .ifPresent(value -> values.add(new Sides.Measured(run.repetition(), value)));
    }
    return values;
  }
}
