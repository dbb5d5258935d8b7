package dev.kneeline.sweep;

import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes what the command line says over a file's nodes. Places keep telling which of the two said
/// it.
final class OverrideReader {

  private final Overrides overrides;
  private final Problems problems;

  OverrideReader(Overrides overrides, Problems problems) {
    this.overrides = overrides;
    this.problems = problems;
  }

  /// The file as the command line wants it.
  Node.Mapping applyTo(Node file) {
    Node.Mapping merged =
        file instanceof Node.Mapping mapping
            ? mapping
            : new Checker(SweepFields.TABLE, problems).check(file);
    merged = sweeps(merged);
    merged = zips(merged);
    merged = wheres(merged);
    merged = sets(merged);
    return limit(merged);
  }

  private Node.Mapping sweeps(Node.Mapping file) {
    Source source = new Source("--sweep", overrides.sweep());
    Node.Mapping merged = file;
    for (int line = 1; line <= overrides.sweep().size(); line++) {
      Optional<Assignment> assignment = Assignment.read(source, line, problems);
      if (assignment.isPresent()) {
        Assignment each = assignment.get();
        merged = put(merged, List.of("sweep"), each.key(), each.values());
      }
    }
    return merged;
  }

  private Node.Mapping zips(Node.Mapping file) {
    List<String> words = overrides.zip().stream().flatMap(List::stream).toList();
    Source source = new Source("--zip", words);
    Node.Mapping merged = file;
    int line = 1;
    for (List<String> group : overrides.zip()) {
      List<Node.Entry> columns = new ArrayList<>();
      Span place = source.span(line, 1, 1);
      for (int column = 0; column < group.size(); column++, line++) {
        Assignment.read(source, line, problems)
            .ifPresent(each -> columns.add(new Node.Entry(each.key(), each.values())));
      }
      String name = String.join("+", columns.stream().map(each -> each.key().text()).toList());
      Node.Scalar key = new Node.Scalar(place, new Value.Text(name), name);
      merged = put(merged, List.of("zip"), key, new Node.Mapping(place, columns));
    }
    return merged;
  }

  private Node.Mapping wheres(Node.Mapping file) {
    if (overrides.where().isEmpty()) {
      return file;
    }
    Source source = new Source("--where", overrides.where());
    List<Node> rules = new ArrayList<>();
    file.find("require")
        .ifPresent(node ->
            rules.addAll(node instanceof Node.Sequence list ? list.items() : List.of(node)));
    for (int line = 1; line <= overrides.where().size(); line++) {
      String text = overrides.where().get(line - 1);
      rules.add(new Node.Scalar(source.span(line, 1, text.length()), new Value.Text(text), text));
    }
    Span place = source.start();
    Node.Scalar key = new Node.Scalar(place, new Value.Text("require"), "require");
    return put(file, List.of(), key, new Node.Sequence(place, rules));
  }

  private Node.Mapping sets(Node.Mapping file) {
    Source source = new Source("--set", overrides.set());
    Set<String> swept = swept(file);
    Node.Mapping merged = file;
    for (int line = 1; line <= overrides.set().size(); line++) {
      Optional<Assignment> assignment = Assignment.read(source, line, problems);
      if (assignment.isPresent()) {
        merged = set(merged, assignment.get(), swept);
      }
    }
    return merged;
  }

  private Node.Mapping set(Node.Mapping file, Assignment assignment, Set<String> swept) {
    String written = assignment.key().text();
    SetTarget target = SetTarget.of(written);
    if (swept.contains(target.parameter())) {
      problems.note(
          assignment.key().span(),
          "'%s' has no effect: the sweep varies '%s'".formatted(written, target.parameter()),
          "write --sweep %s=%s for this one value"
              .formatted(target.parameter(), assignment.value().value().spelling()));
      return file;
    }
    Node.Scalar key =
        new Node.Scalar(assignment.key().span(), new Value.Text(target.key()), target.key());
    return put(file, target.path(), key, assignment.value());
  }

  private static Set<String> swept(Node.Mapping file) {
    Set<String> names = new LinkedHashSet<>();
    // Problems of the declarations are told when the merged file is read.
    Declarations declarations = new Declarations(new Problems());
    declarations.read(sound(file));
    declarations.places().keySet().forEach(name -> names.add(name.key()));
    return names;
  }

  private static Node.Mapping sound(Node.Mapping file) {
    return new Checker(SweepFields.TABLE, new Problems()).check(file);
  }

  private Node.Mapping limit(Node.Mapping file) {
    if (overrides.limit().isEmpty()) {
      return file;
    }
    Source source = Source.of("--limit", overrides.limit().get());
    Optional<Node> value = new YamlReader(problems).read(source);
    if (value.isEmpty()) {
      return file;
    }
    Node.Mapping merged = file;
    if (file.find("search").orElse(null) instanceof Node.Scalar method) {
      Node.Scalar key = new Node.Scalar(method.span(), new Value.Text("method"), "method");
      merged =
          replace(
              file,
              "search",
              new Node.Mapping(method.span(), List.of(new Node.Entry(key, method))));
    }
    Node.Scalar key = new Node.Scalar(source.start(), new Value.Text("limit"), "limit");
    return put(merged, List.of("search"), key, value.get());
  }

  private static Node.Mapping replace(Node.Mapping map, String key, Node value) {
    return new Node.Mapping(
        map.span(),
        map.entries().stream()
            .map(entry -> entry.name().equals(key) ? new Node.Entry(entry.key(), value) : entry)
            .toList());
  }

  /// The map with a value below a path, in place of the one of the same name or behind the others.
  private static Node.Mapping put(
      Node.Mapping map, List<String> path, Node.Scalar key, Node value) {
    if (!path.isEmpty()) {
      Node.Mapping below =
          map.find(path.getFirst())
              .filter(Node.Mapping.class::isInstance)
              .map(Node.Mapping.class::cast)
              .orElse(new Node.Mapping(key.span(), List.of()));
      String name = path.getFirst();
      Node.Scalar step = new Node.Scalar(key.span(), new Value.Text(name), name);
      return put(map, List.of(), step, put(below, path.subList(1, path.size()), key, value));
    }
    List<Node.Entry> entries = new ArrayList<>();
    boolean replaced = false;
    for (Node.Entry entry : map.entries()) {
      boolean same = Names.key(entry.key().text()).equals(Names.key(key.text()));
      // A map that only gained an entry keeps the place of its key.
      entries.add(
          same ? new Node.Entry(value instanceof Node.Mapping ? entry.key() : key, value) : entry);
      replaced = replaced || same;
    }
    if (!replaced) {
      entries.add(new Node.Entry(key, value));
    }
    return new Node.Mapping(map.span(), entries);
  }
}
