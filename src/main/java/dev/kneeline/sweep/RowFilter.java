package dev.kneeline.sweep;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Metric;
import dev.kneeline.metric.Metrics;
import dev.kneeline.space.InvalidSpaceException;
import dev.kneeline.space.Names;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Value;
import dev.kneeline.study.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Chooses rows of a study by expressions of the rule language, over parameters and metrics.
///
/// A metric is called by its key and has the mean over a row's runs. A rule of a space holds where
/// it touches something unset; a filter answers the other way about, since a configuration of which
/// nothing was measured does not have a p99 below 200 ms: a row stays only where every expression
/// is true. `has(name)` asks whether there is a value.
public final class RowFilter {

  private RowFilter() {}

  /// What filtering gave.
  ///
  /// @param rows those for which everything is true, in their order
  /// @param untrue how many rows were left out because an expression is false for them
  /// @param unknown how many others were left out because they lack something that one reads
  public record Filtered(List<Row> rows, int untrue, int unknown) {

    public Filtered {
      rows = List.copyOf(rows);
    }
  }

  /// Either filtered rows, or every problem of the expressions.
  public sealed interface Outcome {
    record Good(Filtered filtered) implements Outcome {}

    record Bad(List<Problem> problems) implements Outcome {}
  }

  /// Filters rows.
  ///
  /// @param option what the expressions were given with, for messages
  public static Outcome filter(List<Row> rows, String option, List<String> expressions) {
    SequencedMap<String, List<Value>> names = names(rows);
    Rules language = Rules.over(names, Map.of());
    Source source = new Source(option, expressions);
    List<Problem> problems = new ArrayList<>();
    List<Both> rules = new ArrayList<>();
    for (int line = 1; line <= expressions.size(); line++) {
      String text = expressions.get(line - 1);
      try {
        rules.add(new Both(language.require(text, text), language.exclude(text, text)));
      } catch (InvalidRuleException invalid) {
        for (RuleProblem each : invalid.problems()) {
          Span place = source.span(line, each.offset() + 1, each.length());
          problems.add(Problem.error(place, each.message(), each.hint()));
        }
      }
    }
    if (!problems.isEmpty()) {
      return new Outcome.Bad(problems);
    }
    try {
      return new Outcome.Good(filter(rows, rules));
    } catch (InvalidSpaceException senseless) {
      return new Outcome.Bad(
          senseless.problems().stream()
              .map(each ->
                  new Problem(Problem.Kind.ERROR, each.message(), each.hint(), Optional.empty()))
              .toList());
    }
  }

  private static Filtered filter(List<Row> rows, List<Both> rules) {
    List<Row> kept = new ArrayList<>();
    int untrue = 0;
    int unknown = 0;
    for (Row row : rows) {
      Function<String, Value> values = name -> value(row, name);
      if (rules.stream().anyMatch(rule -> !rule.require().holds(values))) {
        untrue++;
      } else if (rules.stream().noneMatch(rule -> rule.exclude().holds(values))) {
        kept.add(row);
      } else {
        unknown++;
      }
    }
    return new Filtered(kept, untrue, unknown);
  }

  /// An expression in both senses: what neither of them forbids lacks something that it reads.
  private record Both(Rule require, Rule exclude) {}

  private static Value value(Row row, String name) {
    Value value = row.value(name);
    return value.isUnset() && !row.names().contains(name) ? figure(row, name) : value;
  }

  private static Value figure(Row row, String key) {
    return row.average(key)
        .filter(average -> Double.isFinite(average.mean()))
        .map(average -> Value.of(average.mean()))
        .orElse(Value.UNSET);
  }

  /// Every name with the values that give it its type; a parameter goes before a metric.
  private static SequencedMap<String, List<Value>> names(List<Row> rows) {
    SequencedMap<String, Set<Value>> values = new LinkedHashMap<>();
    for (Row row : rows) {
      for (String name : row.names()) {
        values.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(row.value(name));
      }
    }
    SequencedMap<String, List<Value>> names = new LinkedHashMap<>();
    values.forEach((name, each) -> names.put(name, List.copyOf(each)));
    addShortNames(rows, values.keySet(), names);
    for (String key : metrics(rows)) {
      names.putIfAbsent(key, List.of(Value.of(0.5)));
    }
    return names;
  }

  /// A last part that a parameter shares with a column means the parameter, as everywhere; to an
  /// expression it would be two names' and so nobody's.
  private static void addShortNames(
      List<Row> rows, Set<String> all, SequencedMap<String, List<Value>> names) {
    Map<String, Long> owners =
        all.stream().collect(Collectors.groupingBy(Names::brief, Collectors.counting()));
    owners.forEach((brief, count) -> {
      if (count > 1 && Metrics.find(Names.variable(brief)).isEmpty()) {
        Set<Value> values = new LinkedHashSet<>();
        rows.forEach(row -> values.add(row.value(brief)));
        values.remove(Value.UNSET);
        if (!values.isEmpty()) {
          names.putIfAbsent(brief, List.copyOf(values));
        }
      }
    });
  }

  /// The table's metrics and what else was measured, such as `p75_ttft_ms`. A percentile with a
  /// decimal point cannot be a name in an expression.
  private static Set<String> metrics(List<Row> rows) {
    Set<String> keys = new LinkedHashSet<>(Metrics.all().stream().map(Metric::key).toList());
    // Runs share their lists of keys, and adding one a hundred thousand times takes seconds.
    Set<List<String>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Row row : rows) {
      for (Run run : row.runs()) {
        if (seen.add(run.figures().keys())) {
          keys.addAll(run.figures().keys());
        }
      }
    }
    keys.removeIf(key -> !key.matches("[A-Za-z_]\\w*"));
    return keys;
  }
}
