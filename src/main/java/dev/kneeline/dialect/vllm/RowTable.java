package dev.kneeline.dialect.vllm;

import dev.kneeline.engine.FlagStyle;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The rows of one file as parameters of one command: each row under canonical names, so that `tp`,
/// `tensor_parallel_size` and `tensor-parallel-size` are one.
final class RowTable {

  /// Begins the name of a parameter that is an environment variable.
  static final String ENVIRONMENT = "env.";

  private static final String NEGATION = "no-";

  private final FlagStyle style;
  private final Set<String> bare;
  private final Problems problems;
  private final List<Row> rows = new ArrayList<>();
  private final List<SequencedMap<String, Value>> given = new ArrayList<>();

  /// @param bare flags that have no `--no-` form, and names that begin with `no-` by themselves
  RowTable(List<RowFile.Placed> placed, FlagStyle style, Set<String> bare, Problems problems) {
    this.style = style;
    this.bare = bare;
    this.problems = problems;
    for (RowFile.Placed each : placed) {
      rows.add(each.row());
      given.add(canonical(each));
    }
  }

  List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  /// Every parameter that some row sets, in the order of the file.
  SequencedSet<String> names() {
    return given.stream()
        .flatMap(row -> row.keySet().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// The flags among them, with what follows each on a command line.
  Map<String, BaseFlags.Shape> shapes() {
    Map<String, BaseFlags.Shape> shapes = new LinkedHashMap<>();
    for (SequencedMap<String, Value> row : given) {
      row.forEach((name, value) -> {
        if (!name.startsWith(ENVIRONMENT)) {
          shapes.merge(name, shape(value), RowTable::wider);
        }
      });
    }
    return shapes;
  }

  /// Parameters that a row gives a whole map, which replaces every key of it.
  SequencedSet<String> maps() {
    SequencedSet<String> maps = new LinkedHashSet<>();
    given.forEach(row ->
        row.forEach((name, value) -> {
          if (value instanceof Value.Entries) {
            maps.add(name);
          }
        }));
    return maps;
  }

  /// Each row with a value for every parameter: its own, else what the command says, else unset.
  ///
  /// @param more parameters that no row need set: those that a search sets, and keys of the
  ///   command's maps, of which a row that sets the map has none
  List<SequencedMap<String, Value>> filled(Map<String, Value> base, Set<String> more) {
    SequencedSet<String> names = new LinkedHashSet<>(names());
    names.addAll(more);
    return given.stream().map(row -> filled(row, names, base)).toList();
  }

  private static SequencedMap<String, Value> filled(
      SequencedMap<String, Value> row, SequencedSet<String> names, Map<String, Value> base) {
    SequencedMap<String, Value> filled = new LinkedHashMap<>();
    for (String name : names) {
      int dot = name.startsWith(ENVIRONMENT) ? -1 : name.indexOf('.');
      boolean replaced = dot > 0 && row.containsKey(name.substring(0, dot));
      Value own = row.get(name);
      filled.put(
          name, own != null ? own : replaced ? Value.UNSET : base.getOrDefault(name, Value.UNSET));
    }
    return filled;
  }

  private SequencedMap<String, Value> canonical(RowFile.Placed placed) {
    SequencedMap<String, Value> canonical = new LinkedHashMap<>();
    Map<String, String> spellings = new LinkedHashMap<>();
    placed
        .row()
        .parameters()
        .forEach((key, value) -> {
          Span place = placed.places().getOrDefault(key, placed.place());
          if (key.startsWith(ENVIRONMENT)) {
            canonical.put(key, environment(key, value, place));
            return;
          }
          Parameter parameter = parameter(key, value);
          String other = spellings.putIfAbsent(parameter.name(), key);
          if (other != null) {
            problems.error(
                place,
                "'%s' and '%s' are one flag".formatted(other, key),
                "keep one of them in the row");
          }
          canonical.put(parameter.name(), parameter.value());
        });
    return canonical;
  }

  private record Parameter(String name, Value value) {}

  /// `no_enable_x: true` says that `enable_x` is false; a flag that can only be given or left out
  /// is left out when it is false.
  private Parameter parameter(String key, Value value) {
    String name = style.canonical(key);
    if (!(value instanceof Value.Flag(boolean on))) {
      return new Parameter(name, value);
    }
    if (bare.contains(name)) {
      return new Parameter(name, on ? value : Value.UNSET);
    }
    return name.startsWith(NEGATION) && style.booleans() == FlagStyle.Booleans.PAIR
        ? new Parameter(style.canonical(name.substring(NEGATION.length())), Value.of(!on))
        : new Parameter(name, value);
  }

  private Value environment(String key, Value value, Span place) {
    if (!key.substring(ENVIRONMENT.length()).matches("[A-Za-z_]\\w*")) {
      problems.error(place, "'%s' names no environment variable".formatted(key), "write env.NAME");
    }
    return switch (value) {
      case Value.Items _, Value.Entries _ -> {
        problems.error(place, "a variable is a text or a number", "put quotes around it");
        yield value;
      }
      case Value.Flag(boolean on) -> Value.of(on ? "1" : "0");
      case Value.Text _, Value.Whole _, Value.Real _, Value.Unset _ -> value;
    };
  }

  private static BaseFlags.Shape shape(Value value) {
    return switch (value) {
      case Value.Flag _ -> BaseFlags.Shape.SWITCH;
      case Value.Items _ -> BaseFlags.Shape.LIST;
      case Value.Text _, Value.Whole _, Value.Real _, Value.Entries _, Value.Unset _ ->
          BaseFlags.Shape.SCALAR;
    };
  }

  /// A flag that is a switch in one row and null in another is a switch; a list beats both.
  private static BaseFlags.Shape wider(BaseFlags.Shape one, BaseFlags.Shape other) {
    if (one == BaseFlags.Shape.LIST || other == BaseFlags.Shape.LIST) {
      return BaseFlags.Shape.LIST;
    }
    return one == BaseFlags.Shape.SWITCH || other == BaseFlags.Shape.SWITCH
        ? BaseFlags.Shape.SWITCH
        : BaseFlags.Shape.SCALAR;
  }
}
