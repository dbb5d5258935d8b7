package dev.kneeline.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The loops of a space: its axes in order, and how a tuple of levels becomes a point and back.
final class Frame {

  /// A rule is asked about every combination of the parameters that it reads; beyond so many nobody
  /// would wait.
  private static final BigInteger MOST_TUPLES = BigInteger.valueOf(10_000_000);

  private final List<Axis> axes;
  private final Map<String, Integer> axisOf = new HashMap<>();
  private final Assignment.Names names;
  private final int[] axisOfSlot;
  private final @Nullable Value[][] valuesOfSlot;

  Frame(List<Axis> axes) {
    this.axes = List.copyOf(axes);
    List<String> all = new ArrayList<>();
    for (int axis = 0; axis < axes.size(); axis++) {
      for (String name : axes.get(axis).names()) {
        axisOf.put(name, axis);
        all.add(name);
      }
    }
    this.names = new Assignment.Names(all);
    this.axisOfSlot = all.stream().mapToInt(axisOf::get).toArray();
    this.valuesOfSlot = all.stream().map(this::column).toArray(Value[][]::new);
  }

  private @Nullable Value[] column(String name) {
    Axis axis = axes.get(axisOf.getOrDefault(name, 0));
    int column = axis.names().indexOf(name);
    return axis.levels().stream()
        .map(level -> level.get(column))
        .map(value -> value.isUnset() ? null : value)
        .toArray(Value[]::new);
  }

  List<Axis> axes() {
    return axes;
  }

  int size() {
    return axes.size();
  }

  int[] levels() {
    return axes.stream().mapToInt(axis -> axis.levels().size()).toArray();
  }

  int[] openLevels() {
    return axes.stream().mapToInt(Axis::open).toArray();
  }

  boolean has(String name) {
    return axisOf.containsKey(name);
  }

  int axisOf(String name) {
    Integer axis = axisOf.get(name);
    if (axis == null) {
      throw new IllegalArgumentException("the space has no parameter '%s'".formatted(name));
    }
    return axis;
  }

  SequencedMap<String, Scope> scopes() {
    SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
    for (Axis axis : axes) {
      switch (axis.dimension()) {
        case Parameter parameter -> scopes.put(parameter.name(), parameter.scope());
        case Rows rows -> scopes.putAll(rows.scopes());
      }
    }
    return scopes;
  }

  Point point(int[] levels) {
    @Nullable Value[] values = new Value[axisOfSlot.length];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = valuesOfSlot[slot][levels[axisOfSlot[slot]]];
    }
    return new Point(new Assignment(names, values));
  }

  /// The levels of a point, or nothing where it has a name or a value that no loop gives.
  Optional<int[]> levelsOf(Point point) {
    if (!axisOf.keySet().containsAll(point.values().keySet())) {
      return Optional.empty();
    }
    int[] levels = axes.stream().mapToInt(axis -> axis.levelOf(point::value)).toArray();
    return IntStream.of(levels).allMatch(level -> level >= 0)
        ? Optional.of(levels)
        : Optional.empty();
  }

  /// Whether a rule over these parameters can be asked about each of their combinations.
  boolean canTabulate(Collection<String> reads) {
    return IntStream.of(variables(reads))
            .mapToObj(axis -> BigInteger.valueOf(axes.get(axis).levels().size()))
            .reduce(BigInteger.ONE, BigInteger::multiply)
            .compareTo(MOST_TUPLES)
        <= 0;
  }

  /// The combinations of the named parameters for which a predicate over their values holds.
  Diagram tabulate(Collection<String> reads, Predicate<Function<String, Value>> predicate) {
    int[] variables = variables(reads);
    Tuple tuple = new Tuple(variables);
    return Diagram.tabulate(
        variables,
        Conjunction.select(levels(), variables),
        levels -> predicate.test(tuple.at(levels)));
  }

  /// Where a conditional parameter has one of its open levels exactly where its condition is met.
  Diagram tabulate(Condition condition, String parameter) {
    List<String> reads = new ArrayList<>(condition.reads());
    reads.add(parameter);
    int[] variables = variables(reads);
    int own = axisOf(parameter);
    Axis axis = axes.get(own);
    int position =
        IntStream.range(0, variables.length)
            .filter(index -> variables[index] == own)
            .findFirst()
            .orElseThrow();
    Tuple tuple = new Tuple(variables);
    return Diagram.tabulate(
        variables,
        Conjunction.select(levels(), variables),
        levels ->
            condition.holds(tuple.at(levels))
                ? levels[position] < axis.open()
                : levels[position] == axis.closed());
  }

  private int[] variables(Collection<String> reads) {
    return reads.stream().mapToInt(this::axisOf).distinct().sorted().toArray();
  }

  /// Looks up values in a tuple of levels of some of the axes.
  private final class Tuple implements Function<String, Value> {
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, List<Value>> columns = new HashMap<>();
    private int[] levels = {};

    Tuple(int[] variables) {
      for (int position = 0; position < variables.length; position++) {
        Axis axis = axes.get(variables[position]);
        for (int column = 0; column < axis.names().size(); column++) {
          int fixed = column;
          positions.put(axis.names().get(column), position);
          columns.put(
              axis.names().get(column),
              axis.levels().stream().map(level -> level.get(fixed)).toList());
        }
      }
    }

    Tuple at(int[] levels) {
      this.levels = levels;
      return this;
    }

    @Override
    public Value apply(String name) {
      Integer position = positions.get(name);
      List<Value> column = columns.get(name);
      if (position == null || column == null) {
        throw new IllegalArgumentException("a rule reads '%s' and does not say so".formatted(name));
      }
      return column.get(levels[position]);
    }
  }
}
