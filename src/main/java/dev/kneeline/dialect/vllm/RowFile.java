package dev.kneeline.dialect.vllm;

import dev.kneeline.space.Names;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Documents;
import dev.kneeline.sweep.Node;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads a parameter file: a list of records, a map of names to records, or axes with rules.
///
/// Every problem is told with its line and column, all of them at once.
final class RowFile {

  /// A row with the places of what it says.
  ///
  /// @param places of each key
  record Placed(Row row, Span place, Map<String, Span> places) {}

  private static final String AXES = "axes";
  private static final String ROWS = "rows";

  /// More rows are a slip of an axis.
  private static final int MOST_ROWS = 100_000;

  private final Path file;
  private final Problems problems;

  RowFile(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /// The rows in order; none where there is a problem.
  List<Placed> read() {
    Optional<Node> node = Documents.read(file, problems);
    if (node.isEmpty()) {
      return List.of();
    }
    List<Placed> rows =
        switch (node.get()) {
          case Node.Sequence list ->
              list.items().stream().flatMap(item -> record(item).stream()).toList();
          case Node.Mapping map when map.find(AXES).isPresent() -> axes(map);
          case Node.Mapping map -> named(map);
          case Node.Scalar scalar -> {
            problems.error(
                scalar.span(),
                "a parameter file is a list of records, not " + scalar.describe(),
                "write [{\"max_num_seqs\": 32}, {\"max_num_seqs\": 64}]");
            yield List.of();
          }
        };
    if (rows.isEmpty() && !problems.hasErrors()) {
      problems.error(
          node.get().span(),
          "the file has no row, so nothing would be measured",
          "add {} for the command as it is, or leave the option out");
    }
    checkNames(rows);
    return rows;
  }

  private Optional<Placed> record(Node item) {
    if (item instanceof Node.Mapping map) {
      return Optional.of(placed(map, new LinkedHashMap<>()));
    }
    problems.error(
        item.span(),
        "a row is a record of parameters, not " + item.describe(),
        "write {\"max_num_seqs\": 32}");
    return Optional.empty();
  }

  /// `{"small": {...}}`: a name inside of the record beats the one outside.
  private List<Placed> named(Node.Mapping map) {
    List<Placed> rows = new ArrayList<>();
    for (Node.Entry entry : map.entries()) {
      SequencedMap<String, Value> first = new LinkedHashMap<>();
      first.put(Row.NAME, Value.of(entry.key().text()));
      if (entry.value() instanceof Node.Mapping record) {
        rows.add(placed(record, first));
      } else {
        problems.error(
            entry.value().span(),
            "'%s' names a record of parameters, not %s"
                .formatted(entry.key().text(), entry.value().describe()),
            "write {\"%s\": {\"max_num_seqs\": 32}}, or a list of records"
                .formatted(entry.key().text()));
      }
    }
    return rows;
  }

  private Placed placed(Node.Mapping map, SequencedMap<String, Value> values) {
    Map<String, Span> places = new LinkedHashMap<>();
    for (Node.Entry entry : map.entries()) {
      String key = entry.key().text();
      if (key.isBlank() || key.startsWith("-")) {
        problems.error(
            entry.key().span(),
            "'%s' is no parameter's name".formatted(key),
            "write it without dashes in front, such as max_num_seqs");
      }
      places.put(key, entry.key().span());
      values.put(key, entry.value().value());
    }
    return new Placed(new Row(values), map.span(), places);
  }

  /// Axes with the rules that a sweep file has too; `rows` are records that multiply with them.
  private List<Placed> axes(Node.Mapping map) {
    List<Node.Entry> sections = new ArrayList<>();
    Map<String, Span> places = new LinkedHashMap<>();
    for (Node.Entry entry : map.entries()) {
      String section =
          switch (entry.name()) {
            case AXES -> "sweep";
            case ROWS -> "points";
            default -> entry.key().text();
          };
      sections.add(
          new Node.Entry(
              new Node.Scalar(entry.key().span(), Value.of(section), section), entry.value()));
      keys(entry.value(), places);
    }
    Optional<SearchSpace> space = Documents.space(new Node.Mapping(map.span(), sections), problems);
    if (space.isEmpty()) {
      return List.of();
    }
    List<Point> points = space.get().points().limit(MOST_ROWS + 1L).toList();
    if (points.size() > MOST_ROWS) {
      problems.error(
          map.span(), "the axes make more than %,d rows".formatted(MOST_ROWS), "take fewer values");
      return List.of();
    }
    return points.stream().map(point -> row(space.get(), point, map.span(), places)).toList();
  }

  /// Names as they are written in the file, since those of a space have dashes; a parameter that
  /// the point leaves unset takes the flag away.
  private static Placed row(SearchSpace space, Point point, Span place, Map<String, Span> places) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (String name : space.scopes().keySet()) {
      String spelling =
          places.keySet().stream()
              .filter(key -> Names.key(key).equals(name))
              .findFirst()
              .orElse(name);
      values.put(spelling, point.value(name));
    }
    return new Placed(new Row(values), place, places);
  }

  private static void keys(Node node, Map<String, Span> places) {
    switch (node) {
      case Node.Mapping map ->
          map.entries()
              .forEach(entry -> {
                places.putIfAbsent(entry.key().text(), entry.key().span());
                keys(entry.value(), places);
              });
      case Node.Sequence list -> list.items().forEach(item -> keys(item, places));
      case Node.Scalar scalar -> {}
    }
  }

  private void checkNames(List<Placed> rows) {
    Map<String, Span> seen = new LinkedHashMap<>();
    for (Placed placed : rows) {
      Value name = placed.row().values().get(Row.NAME);
      if (name == null) {
        continue;
      }
      Span place = placed.places().getOrDefault(Row.NAME, placed.place());
      if (name instanceof Value.Entries || name instanceof Value.Items || name.isUnset()) {
        problems.error(place, "_benchmark_name is a text", "write \"_benchmark_name\": \"small\"");
        continue;
      }
      Span first = seen.putIfAbsent(PythonText.of(name), place);
      if (first != null) {
        problems.error(
            place,
            "two rows are called '%s'".formatted(PythonText.of(name)),
            "the other one is on line %d; names are folders, and their results would mix"
                .formatted(first.line()));
      }
    }
  }
}
