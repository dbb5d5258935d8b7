package dev.kneeline.plan;

import dev.kneeline.engine.FlagStyle;
import dev.kneeline.space.Point;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;

/// A point's values put into the question's templates.
///
/// Names in points carry their scope: `server.max-num-seqs` becomes a parameter of the server,
/// `load.max-concurrency` an option of the load, `env.X` a variable of the server; every parameter,
/// also one without a scope prefix, fills the placeholder of its last name with `-` written `_`.
final class Binding {

  private final SequencedSet<String> names;
  private final Point point;
  private final Map<String, Value> constants;

  /// @param names every parameter of the space: one that the point leaves unset still overrides a
  ///   constant, by taking it away
  /// @param constants what the server runs with in every point, which fills placeholders too, so
  ///   that a command may say `{model}`
  Binding(SequencedSet<String> names, Point point, Map<String, Value> constants) {
    this.names = names;
    this.point = point;
    this.constants = constants;
  }

  /// A parameter with its placeholders filled.
  sealed interface Argument {

    /// Nothing left to fill; what came from a parameter is never searched for placeholders.
    record Closed(Value value) implements Argument {}

    /// A text in which runtime names are still open.
    record Open(Template text) implements Argument {}

    default Value value() {
      return switch (this) {
        case Closed(Value value) -> value;
        case Open(Template text) -> new Value.Text(text.show());
      };
    }

    default List<Template> words(String name, FlagStyle style) {
      return switch (this) {
        case Closed(Value value) ->
            style.words(Map.of(name, value)).stream().map(Template::literal).toList();
        case Open(Template text) -> List.of(Template.literal(style.flag(name)), text);
      };
    }
  }

  /// Constants overlaid by the point's values under `prefix`, placeholders filled.
  SequencedMap<String, Argument> arguments(Map<String, Value> constants, String prefix) {
    SequencedMap<String, Argument> bound = new LinkedHashMap<>();
    constants.forEach((name, value) -> bound.put(name, argument(value)));
    swept(prefix).forEach((name, value) -> bound.put(name, new Argument.Closed(value)));
    return bound;
  }

  /// The same as plain values, open texts as they stand.
  SequencedMap<String, Value> values(Map<String, Value> constants, String prefix) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    arguments(constants, prefix).forEach((name, argument) -> values.put(name, argument.value()));
    return values;
  }

  /// The same as command-line words.
  List<Template> words(Map<String, Value> constants, String prefix, FlagStyle style) {
    List<Template> words = new ArrayList<>();
    arguments(constants, prefix)
        .forEach((name, argument) -> words.addAll(argument.words(name, style)));
    return words;
  }

  /// Environment constants overlaid by the point's `env.` values; an unset value removes a
  /// variable.
  SequencedMap<String, Template> environment(Map<String, Template> constants) {
    SequencedMap<String, Template> bound = new LinkedHashMap<>();
    constants.forEach((name, template) -> bound.put(name, fill(template)));
    swept("env.")
        .forEach((name, value) -> {
          if (value instanceof Value.Unset) {
            bound.remove(name);
          } else {
            bound.put(name, Template.literal(value.spelling()));
          }
        });
    return bound;
  }

  List<Template> words(List<Template> templates) {
    return templates.stream().map(this::fill).toList();
  }

  Template fill(Template template) {
    return template.bind(holes());
  }

  private SequencedMap<String, Value> swept(String prefix) {
    SequencedMap<String, Value> swept = new LinkedHashMap<>();
    for (String name : names) {
      if (name.startsWith(prefix)) {
        swept.put(name.substring(prefix.length()), point.value(name));
      }
    }
    return swept;
  }

  private Value fill(Value value) {
    return switch (value) {
      case Value.Text(String text) -> fillText(text);
      case Value.Items(List<Value> items) ->
          new Value.Items(items.stream().map(this::fill).toList());
      case Value.Entries(SequencedMap<String, Value> entries) -> {
        SequencedMap<String, Value> filled = new LinkedHashMap<>();
        entries.forEach((key, entry) -> filled.put(key, fill(entry)));
        yield new Value.Entries(filled);
      }
      case Value.Whole whole -> whole;
      case Value.Real real -> real;
      case Value.Flag flag -> flag;
      case Value.Unset unset -> unset;
    };
  }

  private Value fillText(String text) {
    return argument(new Value.Text(text)).value();
  }

  private Argument argument(Value constant) {
    if (!(constant instanceof Value.Text(String text))) {
      return new Argument.Closed(fill(constant));
    }
    Template template = Template.parse(text);
    Optional<Value> whole = template.onlyHole().flatMap(holes());
    if (whole.isPresent()) {
      return new Argument.Closed(whole.get());
    }
    Template bound = template.bind(holes());
    return bound.holes().isEmpty()
        ? new Argument.Closed(new Value.Text(bound.show()))
        : new Argument.Open(bound);
  }

  private Function<String, Optional<Value>> holes() {
    return name -> swept(name, names, point).or(() -> constant(name));
  }

  private static Optional<Value> swept(String name, SequencedSet<String> names, Point point) {
    return names.stream()
        .filter(parameter -> placeholder(parameter).equals(name))
        .map(point::value)
        .findFirst();
  }

  /// A constant's own placeholders are swept parameters only, so that no two constants chase each
  /// other.
  private Optional<Value> constant(String name) {
    return constants.entrySet().stream()
        .filter(entry -> placeholder(entry.getKey()).equals(name))
        .map(entry -> new Binding(names, point, Map.of()).fill(entry.getValue()))
        .findFirst();
  }

  /// `server.max-num-seqs` is `{max_num_seqs}`; `mem` is `{mem}`.
  static String placeholder(String parameter) {
    return parameter.substring(parameter.lastIndexOf('.') + 1).replace('-', '_');
  }
}
