package dev.kneeline.analysis;

import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.space.Names;
import dev.kneeline.study.Run;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which columns a table of rows has.
///
/// @param settings names of parameters and columns, before the figures
/// @param metrics keys of figures
public record Columns(List<String> settings, List<String> metrics) {

  /// What one wants to see of any serving benchmark, where it was measured.
  private static final List<String> USUAL =
      List.of(
          "output_throughput",
          "total_tokens_per_gpu",
          "interactivity",
          "median_ttft_ms",
          "p99_ttft_ms",
          "median_itl_ms",
          "failure_rate");

  public Columns {
    settings = List.copyOf(settings);
    metrics = List.copyOf(metrics);
  }

  /// The parameters that vary, the figures that the question names, and the usual ones; of a single
  /// row all its parameters. A figure that no row has is left out unless the question names it, and
  /// a failure rate that is 0 everywhere as well.
  public static Columns usual(List<Row> rows, List<Objective> objectives, List<Slo> slos) {
    List<String> varying = Groups.varying(rows);
    List<String> settings =
        varying.isEmpty() ? names(rows, row -> row.point().values().keySet()) : varying;
    SequencedSet<String> metrics = new LinkedHashSet<>();
    objectives.forEach(objective -> metrics.add(objective.key()));
    slos.forEach(slo -> metrics.add(slo.key()));
    USUAL.stream().filter(key -> worthShowing(key, rows)).forEach(metrics::add);
    return new Columns(settings, List.copyOf(metrics));
  }

  /// Everything that any row has.
  public static Columns all(List<Row> rows) {
    return new Columns(names(rows, Row::names), keys(rows));
  }

  /// The columns that match some patterns, in the patterns' order: `*ttft*` has the figures that
  /// hold `ttft`; a parameter is found by its full name and by its last part.
  ///
  /// @return without a match for a pattern that matches nothing, which the caller tells by {@link
  ///   #unmatched}
  public static Columns matching(List<Row> rows, List<String> patterns) {
    Columns all = all(rows);
    return new Columns(named(all.settings, patterns), named(all.metrics, patterns));
  }

  /// The patterns that match no column.
  public static List<String> unmatched(List<Row> rows, List<String> patterns) {
    Columns all = all(rows);
    return patterns.stream()
        .filter(pattern ->
            Stream.concat(all.settings.stream(), all.metrics.stream())
                .noneMatch(name -> matches(pattern, name)))
        .toList();
  }

  private static boolean worthShowing(String key, List<Row> rows) {
    boolean rate = key.equals("failure_rate");
    return rows.stream()
        .flatMap(row -> row.average(key).stream())
        .anyMatch(average -> !rate || average.mean() > 0);
  }

  /// Runs share their lists of keys, and adding one a hundred thousand times takes seconds.
  private static List<String> keys(List<Row> rows) {
    Set<List<String>> lists = Collections.newSetFromMap(new IdentityHashMap<>());
    SequencedSet<String> keys = new LinkedHashSet<>();
    for (Row row : rows) {
      for (Run run : row.counted()) {
        if (lists.add(run.figures().keys())) {
          keys.addAll(run.figures().keys());
        }
      }
    }
    return List.copyOf(keys);
  }

  private static List<String> names(
      List<Row> rows, java.util.function.Function<Row, Collection<String>> of) {
    SequencedSet<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(of.apply(row)));
    return List.copyOf(names);
  }

  private static List<String> named(List<String> names, List<String> patterns) {
    return patterns.stream()
        .flatMap(pattern -> names.stream().filter(name -> matches(pattern, name)))
        .distinct()
        .toList();
  }

  private static boolean matches(String pattern, String name) {
    String regex =
        Stream.of(Names.key(pattern).split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    String key = Names.key(name);
    return key.matches(regex) || Names.brief(key).matches(regex);
  }
}
