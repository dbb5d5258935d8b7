package dev.kneeline.space;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// A dimension as the engine sees it: a variable whose levels are numbered tuples of values.
///
/// @param dimension what the user defined
/// @param names the parameters that move with it: one, or those of the rows
/// @param levels the values of each level, one for each name
/// @param open how many of the levels the nested loops visit
/// @param closed the level taken where the parameter does not exist; [#ALWAYS_OPEN] where it always
///   does
record Axis(
    Dimension dimension,
    List<String> names,
    List<List<Value>> levels,
    int open,
    int closed,
    Map<List<Value>, Integer> numbers) {

  static final int ALWAYS_OPEN = -1;

  /// A continuous range is taken in so many equal steps: finer than any server's flag can tell.
  private static final BigDecimal GRID = BigDecimal.valueOf(1_000);

  static Axis of(Dimension dimension) {
    return switch (dimension) {
      case Parameter parameter -> of(parameter);
      case Rows rows -> of(rows);
    };
  }

  private static Axis of(Parameter parameter) {
    LinkedHashSet<Value> values = new LinkedHashSet<>(gridded(parameter.domain()).values());
    int open = values.size();
    Value elsewhere = parameter.when().flatMap(Condition::otherwise).orElse(Value.UNSET);
    if (parameter.when().isPresent()) {
      values.add(elsewhere);
    }
    List<List<Value>> levels = values.stream().map(List::of).toList();
    int closed = parameter.when().isPresent() ? levels.indexOf(List.of(elsewhere)) : ALWAYS_OPEN;
    return new Axis(parameter, List.of(parameter.name()), levels, open, closed, numbered(levels));
  }

  /// A range without a step, as samplers see it.
  private static Domain gridded(Domain domain) {
    if (!(domain
        instanceof Domain.RealRange(BigDecimal start, BigDecimal end, Step.Continuous()))) {
      return domain;
    }
    BigDecimal step = end.subtract(start).divide(GRID);
    return step.signum() == 0
        ? Domain.of(Value.of(start))
        : new Domain.RealRange(start, end, new Step.Linear(step));
  }

  private static Axis of(Rows rows) {
    List<String> names = List.copyOf(rows.scopes().keySet());
    List<List<Value>> levels =
        rows.rows().stream()
            .map(row -> names.stream().map(name -> row.getOrDefault(name, Value.UNSET)).toList())
            .distinct()
            .toList();
    return new Axis(rows, names, levels, levels.size(), ALWAYS_OPEN, numbered(levels));
  }

  private static Map<List<Value>, Integer> numbered(List<List<Value>> levels) {
    Map<List<Value>, Integer> numbers = new HashMap<>();
    for (List<Value> level : levels) {
      numbers.put(level, numbers.size());
    }
    return numbers;
  }

  String name() {
    return dimension.name();
  }

  /// Whether a conditional parameter may have the value it has, given whether its condition is met.
  boolean allows(boolean met, Function<String, Value> values) {
    int level = levelOf(values);
    return met ? level >= 0 && level < open : level == closed;
  }

  /// The level that has these values, or -1.
  int levelOf(Function<String, Value> values) {
    return numbers.getOrDefault(names.stream().map(values).toList(), -1);
  }

  /// Numbers the levels so that those have the same number which differ in one parameter alone.
  List<Integer> groupsBut(String name) {
    int column = names.indexOf(name);
    Map<List<Value>, Integer> groups = new HashMap<>();
    return levels.stream()
        .map(level -> without(level, column))
        .map(rest -> {
          groups.putIfAbsent(rest, groups.size());
          return groups.getOrDefault(rest, 0);
        })
        .toList();
  }

  private static List<Value> without(List<Value> level, int column) {
    List<Value> rest = new ArrayList<>(level);
    rest.remove(column);
    return rest;
  }

  /// A level as one value, for messages: that of the parameter, or the row as a map.
  Value display(int level) {
    if (dimension instanceof Parameter) {
      return levels.get(level).getFirst();
    }
    SequencedMap<String, Value> row = new LinkedHashMap<>();
    for (int column = 0; column < names.size(); column++) {
      row.put(names.get(column), levels.get(level).get(column));
    }
    return new Value.Entries(row);
  }

  /// Values that the dimension lists more than once.
  List<Value> repeated() {
    List<Value> all = new ArrayList<>();
    switch (dimension) {
      case Parameter(String _, Scope _, Domain.Choice(List<Value> values), Optional<Condition> _) ->
          all.addAll(values);
      case Parameter _ -> {}
      case Rows rows -> rows.rows().forEach(row -> all.add(new Value.Entries(row)));
    }
    LinkedHashSet<Value> seen = new LinkedHashSet<>();
    return all.stream().filter(value -> !seen.add(value)).distinct().toList();
  }
}
