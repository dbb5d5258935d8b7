package dev.kneeline.sweep;

import dev.kneeline.space.Domain;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads what varies: the sections `sweep`, `zip`, `points` and `params`, in the order of the file,
/// which is the order of the space's loops.
final class Declarations {

  /// More rows of one group are a slip: a row with many lists multiplies them.
  private static final int MOST_ROWS = 100_000;

  private final Problems problems;
  private final AxisReader axes;
  private final List<Declared> declared = new ArrayList<>();
  private final SequencedMap<ParameterName, Span> places = new LinkedHashMap<>();

  Declarations(Problems problems) {
    this.problems = problems;
    this.axes = new AxisReader(problems);
  }

  /// All dimensions; those with a problem are left out.
  List<Declared> read(Node.Mapping file) {
    for (Node.Entry entry : file.entries()) {
      switch (entry.name()) {
        case "sweep" -> entries(entry.value()).forEach(this::axis);
        case "params" -> entries(entry.value()).forEach(this::parameter);
        case "zip" -> entries(entry.value()).forEach(this::zip);
        case "points" -> points(entry);
        default -> {} // other sections are other readers'
      }
    }
    return List.copyOf(declared);
  }

  /// The place of every name that was declared, also of those whose values have a problem: they are
  /// known, so that no one is told that they are not.
  SequencedMap<ParameterName, Span> places() {
    return Collections.unmodifiableSequencedMap(places);
  }

  private void axis(Node.Entry entry) {
    Optional<ParameterName> name = name(entry.key());
    Optional<Domain> domain = axes.domain(entry.key().text(), entry.value());
    if (name.isPresent() && domain.isPresent()) {
      declared.add(
          new Declared.Axis(
              name.get(), entry.key().span(), domain.get(), Optional.empty(), Optional.empty()));
    }
  }

  private void parameter(Node.Entry entry) {
    Node.Mapping form = (Node.Mapping) entry.value();
    Optional<ParameterName> name = name(entry.key());
    Optional<Domain> domain =
        form.find("values").flatMap(values -> axes.domain(entry.key().text(), values));
    Optional<Node.Scalar> when = form.find("when").map(Node.Scalar.class::cast);
    Optional<Value> otherwise = form.find("else").map(Node::value);
    if (otherwise.isPresent() && when.isEmpty()) {
      problems.error(
          form.find("else").orElseThrow().span(),
          "'else' without 'when'",
          "add the condition under which the values vary");
    }
    if (name.isPresent() && domain.isPresent()) {
      declared.add(
          new Declared.Axis(name.get(), entry.key().span(), domain.get(), when, otherwise));
    }
  }

  private void zip(Node.Entry group) {
    SequencedMap<ParameterName, Span> names = new LinkedHashMap<>();
    SequencedMap<String, List<Value>> columns = new LinkedHashMap<>();
    for (Node.Entry column : entries(group.value())) {
      Optional<ParameterName> name = name(column.key());
      Optional<List<Value>> values = axes.values(column.value());
      if (name.isPresent() && values.isPresent()) {
        names.put(name.get(), column.key().span());
        columns.put(name.get().key(), values.get());
        checkLength(group, columns, column);
      }
    }
    int length = columns.isEmpty() ? 0 : columns.firstEntry().getValue().size();
    if (length == 0) {
      problems.error(
          group.key().span(),
          "zip '%s' has no values".formatted(group.key().text()),
          "give lists, such as {server.a: [1, 2], server.b: [3, 4]}, or remove it");
      return;
    }
    List<SequencedMap<String, Value>> rows = new ArrayList<>();
    for (int index = 0; index < length; index++) {
      SequencedMap<String, Value> row = new LinkedHashMap<>();
      for (Map.Entry<String, List<Value>> column : columns.entrySet()) {
        if (index < column.getValue().size()) {
          row.put(column.getKey(), column.getValue().get(index));
        }
      }
      rows.add(row);
    }
    declared.add(new Declared.Group(group.key().text(), group.key().span(), names, rows));
  }

  private void checkLength(
      Node.Entry group, SequencedMap<String, List<Value>> columns, Node.Entry column) {
    int first = columns.firstEntry().getValue().size();
    int length = columns.lastEntry().getValue().size();
    if (first != length) {
      problems.error(
          column.value().span(),
          "zipped lists are equally long: '%s' has %d values, '%s' has %d"
              .formatted(
                  columns.firstEntry().getKey(), first, columns.lastEntry().getKey(), length),
          "give as many values, or move it out of zip '%s'".formatted(group.key().text()));
    }
  }

  private void points(Node.Entry entry) {
    if (entry.value() instanceof Node.Sequence rows) {
      group("points", entry.key().span(), rows);
    } else {
      for (Node.Entry named : entries(entry.value())) {
        group(named.key().text(), named.key().span(), (Node.Sequence) named.value());
      }
    }
  }

  private void group(String name, Span place, Node.Sequence lines) {
    SequencedMap<ParameterName, Span> names = new LinkedHashMap<>();
    List<SequencedMap<String, Value>> rows = new ArrayList<>();
    for (Node line : lines.items()) {
      rows.addAll(expand((Node.Mapping) line, names));
    }
    if (rows.isEmpty()) {
      problems.error(
          place, "'%s' has no rows".formatted(name), "add - {name: value}, or remove it");
    } else if (rows.size() > MOST_ROWS) {
      problems.error(
          place,
          "'%s' has more than %d rows".formatted(name, MOST_ROWS),
          "use sweep: for products");
    } else {
      declared.add(new Declared.Group(name, place, names, rows));
    }
  }

  /// One line of a table: a list or a range in it stands for several rows.
  private List<SequencedMap<String, Value>> expand(
      Node.Mapping line, SequencedMap<ParameterName, Span> names) {
    List<SequencedMap<String, Value>> rows = new ArrayList<>(List.of(new LinkedHashMap<>()));
    for (Node.Entry cell : line.entries()) {
      Optional<ParameterName> name =
          ParameterName.parse(cell.key().text()).filter(names::containsKey);
      if (name.isEmpty()) {
        name = name(cell.key());
        name.ifPresent(fresh -> names.put(fresh, cell.key().span()));
      }
      Optional<List<Value>> values = axes.values(cell.value());
      if (name.isPresent() && values.isPresent()) {
        rows = product(rows, name.get().key(), values.get());
      }
      if (rows.size() > MOST_ROWS) {
        return rows;
      }
    }
    return rows;
  }

  private static List<SequencedMap<String, Value>> product(
      List<SequencedMap<String, Value>> rows, String name, List<Value> values) {
    List<SequencedMap<String, Value>> product = new ArrayList<>();
    for (SequencedMap<String, Value> row : rows) {
      for (Value value : values) {
        SequencedMap<String, Value> longer = new LinkedHashMap<>(row);
        longer.put(name, value);
        product.add(longer);
        if (product.size() > MOST_ROWS) {
          return product;
        }
      }
    }
    return product;
  }

  /// A new parameter's name, which nothing else may declare.
  private Optional<ParameterName> name(Node.Scalar key) {
    Optional<ParameterName> name = ParameterName.parse(key.text());
    if (name.isEmpty()) {
      problems.error(
          key.span(),
          "'%s' is not a parameter's name".formatted(key.text()),
          "write server.NAME, load.NAME, env.NAME, allocation.NAME or a placeholder's name");
      return Optional.empty();
    }
    Span first = places.putIfAbsent(name.get(), key.span());
    if (first != null) {
      problems.error(
          key.span(),
          "the parameter '%s' is declared twice".formatted(name.get().key()),
          "it is already at %s; keep one of them".formatted(first));
      return Optional.empty();
    }
    return name;
  }

  private static List<Node.Entry> entries(Node node) {
    return node instanceof Node.Mapping mapping ? mapping.entries() : List.of();
  }
}
