package dev.kneeline.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A small space with everything a space can have, and the same space by brute force: nested loops
/// and rule checks.
public final class RandomSpace {

  final List<Dimension> dimensions = new ArrayList<>();
  final List<Rule> excludes = new ArrayList<>();
  final List<Rule> requires = new ArrayList<>();
  final List<Same> sames = new ArrayList<>();
  final List<Point> included = new ArrayList<>();
  private final Random random;
  private final List<String> names = new ArrayList<>();

  /// A rule that is nothing but a table of verdicts.
  record Table(String name, Set<String> reads, long salt, int density) implements Rule, Condition {
    @Override
    public String text() {
      return name;
    }

    @Override
    public boolean holds(Function<String, Value> values) {
      String key =
          reads.stream()
              .sorted()
              .map(read -> values.apply(read).canonical())
              .collect(Collectors.joining("|"));
      return Math.floorMod(new Random(key.hashCode() * 31L + salt).nextInt(), 100) < density;
    }
  }

  /// A condition with a value for elsewhere.
  record Else(Table table, Value value) implements Condition {
    @Override
    public String text() {
      return table.text();
    }

    @Override
    public Set<String> reads() {
      return table.reads();
    }

    @Override
    public boolean holds(Function<String, Value> values) {
      return table.holds(values);
    }

    @Override
    public Optional<Value> otherwise() {
      return Optional.of(value);
    }
  }

  public RandomSpace(long seed) {
    random = new Random(seed);
    int size = 1 + random.nextInt(5);
    for (int index = 0; index < size; index++) {
      dimensions.add(random.nextInt(5) == 0 ? rows(index) : parameter(index));
    }
    addConditions();
    IntStream.range(0, random.nextInt(3)).forEach(index -> excludes.add(table("exclude" + index)));
    IntStream.range(0, random.nextInt(3)).forEach(index -> requires.add(table("require" + index)));
    IntStream.range(0, random.nextInt(3)).forEach(index -> addSame());
    IntStream.range(0, random.nextInt(3)).forEach(_ -> included.add(anyPoint()));
  }

  public SearchSpace build() {
    SpaceBuilder builder = SearchSpace.builder();
    dimensions.forEach(builder::add);
    excludes.forEach(builder::exclude);
    requires.forEach(builder::require);
    sames.forEach(builder::same);
    included.forEach(builder::include);
    return builder.build();
  }

  private Parameter parameter(int index) {
    String name = "p" + index;
    names.add(name);
    List<Value> values = new ArrayList<>();
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      values.add(value());
    }
    return new Parameter(name, Scope.SERVER, new Domain.Choice(values));
  }

  private Rows rows(int index) {
    SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
    scopes.put("r" + index, Scope.SERVER);
    scopes.put("s" + index, Scope.LOAD);
    names.addAll(scopes.keySet());
    List<SequencedMap<String, Value>> rows = new ArrayList<>();
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      SequencedMap<String, Value> row = new LinkedHashMap<>();
      scopes.keySet().stream()
          .filter(_ -> random.nextInt(5) > 0)
          .forEach(name -> row.put(name, value()));
      rows.add(row);
    }
    return new Rows("rows" + index, scopes, rows);
  }

  private Value value() {
    return switch (random.nextInt(7)) {
      case 0 -> Value.UNSET;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of("text" + random.nextInt(2));
      case 3 -> Value.of(random.nextInt(2) + 0.5);
      default -> Value.of(random.nextInt(3));
    };
  }

  /// Conditions read dimensions before or behind their own, never in a circle: each one reads a
  /// higher rank only.
  private void addConditions() {
    List<Integer> ranks = new ArrayList<>(IntStream.range(0, dimensions.size()).boxed().toList());
    Collections.shuffle(ranks, random);
    for (int rank = 0; rank + 1 < ranks.size(); rank++) {
      int index = ranks.get(rank);
      if (dimensions.get(index) instanceof Parameter parameter && random.nextInt(3) == 0) {
        Dimension read =
            dimensions.get(ranks.get(rank + 1 + random.nextInt(ranks.size() - rank - 1)));
        Table table = new Table("when" + index, Set.copyOf(namesOf(read)), random.nextLong(), 50);
        Condition when = random.nextBoolean() ? table : new Else(table, value());
        dimensions.set(
            index,
            new Parameter(
                parameter.name(), parameter.scope(), parameter.domain(), Optional.of(when)));
      }
    }
  }

  static List<String> namesOf(Dimension dimension) {
    return switch (dimension) {
      case Parameter parameter -> List.of(parameter.name());
      case Rows rows -> List.copyOf(rows.scopes().keySet());
    };
  }

  private Table table(String name) {
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, random);
    int reads = 1 + random.nextInt(Math.min(3, shuffled.size()));
    return new Table(
        name, Set.copyOf(shuffled.subList(0, reads)), random.nextLong(), 40 + random.nextInt(61));
  }

  private void addSame() {
    Table table = table("same" + sames.size());
    names.stream()
        .filter(name -> !table.reads().contains(name))
        .findFirst()
        .ifPresent(name -> sames.add(new Same(name, table)));
  }

  private Point anyPoint() {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    names.forEach(name -> values.put(name, value()));
    return new Point(values);
  }

  /// The nested loops with the first `cuts` of conditions, excludes, requires and sames applied.
  List<Point> bruteForce(Set<String> applied) {
    List<Point> points = List.of(new Point(new LinkedHashMap<>()));
    for (Dimension dimension : dimensions) {
      List<Point> longer = new ArrayList<>();
      for (Point point : points) {
        for (Map<String, Value> level : levels(dimension, applied)) {
          SequencedMap<String, Value> values = new LinkedHashMap<>(point.values());
          values.putAll(level);
          longer.add(new Point(values));
        }
      }
      points = longer;
    }
    // A level that is unset and one that lacks the name are the same point here, because levels are
    // distinct values.
    List<Point> left = points.stream().filter(point -> allowed(point, applied)).toList();
    for (Same same : sames) {
      if (applied.contains(same.name())) {
        left = merged(left, same);
      }
    }
    return left;
  }

  private static Set<Map<String, Value>> levels(Dimension dimension, Set<String> applied) {
    Set<Map<String, Value>> levels = new LinkedHashSet<>();
    switch (dimension) {
      case Parameter parameter -> {
        parameter.domain().values().forEach(value -> levels.add(Map.of(parameter.name(), value)));
        parameter
            .when()
            .filter(_ -> applied.contains(whenName(parameter)))
            .ifPresent(
                when -> levels.add(Map.of(parameter.name(), when.otherwise().orElse(Value.UNSET))));
      }
      case Rows rows -> rows.rows().forEach(row -> levels.add(filled(rows, row)));
    }
    return levels;
  }

  private static Map<String, Value> filled(Rows rows, Map<String, Value> row) {
    Map<String, Value> all = new LinkedHashMap<>();
    rows.scopes().keySet().forEach(name -> all.put(name, row.getOrDefault(name, Value.UNSET)));
    return all;
  }

  static String whenName(Parameter parameter) {
    return parameter.name() + " when " + parameter.when().orElseThrow().text();
  }

  private boolean allowed(Point point, Set<String> applied) {
    for (Dimension dimension : dimensions) {
      if (dimension instanceof Parameter parameter
          && parameter.when().isPresent()
          && applied.contains(whenName(parameter))) {
        Condition when = parameter.when().get();
        Value value = point.value(parameter.name());
        boolean fits =
            when.holds(point::value)
                ? parameter.domain().values().contains(value)
                : value.equals(when.otherwise().orElse(Value.UNSET));
        if (!fits) {
          return false;
        }
      }
    }
    return Stream.concat(excludes.stream(), requires.stream())
        .filter(rule -> applied.contains(rule.name()))
        .allMatch(rule -> rule.holds(point::value));
  }

  private static List<Point> merged(List<Point> points, Same same) {
    Set<Map<String, Value>> seen = new LinkedHashSet<>();
    return points.stream()
        .filter(point -> {
          Map<String, Value> others = new LinkedHashMap<>(point.values());
          others.remove(same.parameter());
          return !same.when().holds(point::value) || seen.add(others);
        })
        .toList();
  }

  /// Everything that takes points away, in order.
  List<String> cuts() {
    List<String> cuts = new ArrayList<>(whens());
    excludes.forEach(rule -> cuts.add(rule.name()));
    requires.forEach(rule -> cuts.add(rule.name()));
    sames.forEach(same -> cuts.add(same.name()));
    return cuts;
  }

  List<String> whens() {
    return dimensions.stream()
        .filter(
            dimension -> dimension instanceof Parameter parameter && parameter.when().isPresent())
        .map(dimension -> whenName((Parameter) dimension))
        .toList();
  }

  /// The included points that count: not given by the loops, not forbidden, each once.
  List<Point> extras(List<Point> loops) {
    return included.stream()
        .filter(point -> requires.stream().allMatch(rule -> rule.holds(point::value)))
        .filter(point -> !loops.contains(point))
        .distinct()
        .toList();
  }
}
