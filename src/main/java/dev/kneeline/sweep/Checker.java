package dev.kneeline.sweep;

import dev.kneeline.space.Nearest;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds a file against its field table: unknown and missing keys, values of the wrong shape.
///
/// What has a problem is left out of the result, so that whoever reads on meets sound values only
/// and finds the problems that remain.
final class Checker {

  private static final int LONGEST_EXAMPLE = 80;

  private final FieldTable table;
  private final Problems problems;

  Checker(FieldTable table, Problems problems) {
    this.table = table;
    this.problems = problems;
  }

  /// The sound part of a whole file.
  Node.Mapping check(Node file) {
    if (file instanceof Node.Mapping mapping) {
      return section(mapping, "");
    }
    if (!file.isNull()) {
      problems.error(
          file.span(), "a file is a map of keys, not " + file.describe(), "begin with name: ...");
    }
    return new Node.Mapping(file.span(), List.of());
  }

  private Node.Mapping section(Node.Mapping mapping, String path) {
    List<Field> fields = table.below(path);
    List<Node.Entry> sound = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      Optional<Field> field =
          fields.stream()
              .filter(each -> each.key().equals(entry.name()) || each.key().equals("*"))
              .findFirst();
      if (field.isEmpty()) {
        unknown(entry, path, fields);
      } else if (!entry.value().isNull() || field.get().type() instanceof FieldType.Any) {
        value(entry.value(), field.get().type(), field.get().path())
            .ifPresent(value -> sound.add(new Node.Entry(entry.key(), value)));
      }
    }
    for (Field field : fields) {
      if (field.required() && mapping.find(field.key()).isEmpty()) {
        problems.error(
            mapping.span(),
            "the key '%s' is missing".formatted(field.key()),
            "add %s: %s".formatted(field.key(), field.example().strip()));
      }
    }
    return new Node.Mapping(mapping.span(), sound);
  }

  private void unknown(Node.Entry entry, String path, List<Field> fields) {
    if (path.isEmpty() && entry.name().startsWith("x-")) {
      return; // a place for anchors, as in other YAML files
    }
    List<String> keys = fields.stream().map(Field::key).toList();
    String where = path.isEmpty() ? "" : " in " + path;
    Optional<Field> elsewhere =
        table.fields().stream()
            .filter(field -> field.key().equals(entry.name()) && !field.path().contains("*"))
            .findFirst();
    String otherwise =
        elsewhere
            .map(field -> "the key is %s".formatted(field.path()))
            .orElse("known keys: " + String.join(", ", keys));
    problems.error(
        entry.key().span(),
        "unknown key '%s'%s".formatted(entry.key().text(), where),
        Nearest.hint(entry.name(), keys, otherwise));
  }

  private Optional<Node> value(Node node, FieldType type, String path) {
    return switch (type) {
      case FieldType.Text text -> scalar(node, type, path);
      case FieldType.Phrase phrase ->
          node.value() instanceof Value.Text ? Optional.of(node) : wrong(node, type, path);
      case FieldType.Word(List<String> words) -> word(node, words, path);
      case FieldType.Whole(long least) -> whole(node, least, path);
      case FieldType.Positive positive -> positive(node, path);
      case FieldType.Switch onOff ->
          node.value() instanceof Value.Flag ? Optional.of(node) : wrong(node, type, path);
      case FieldType.Period period ->
          Periods.read(node).isPresent() ? Optional.of(node) : wrong(node, type, path);
      case FieldType.Command command -> command(node, path);
      case FieldType.Axis axis -> Optional.of(node);
      case FieldType.Any any -> Optional.of(node);
      case FieldType.Listing(FieldType item) -> listing(node, item, path);
      case FieldType.Table(FieldType value) -> mapOf(node, type, value, path);
      case FieldType.Section section ->
          node instanceof Node.Mapping mapping
              ? Optional.of(section(mapping, path))
              : wrong(node, type, path);
      case FieldType.Either(List<FieldType> types) -> either(node, types, path);
    };
  }

  private Optional<Node> either(Node node, List<FieldType> types, String path) {
    return types.stream()
        .filter(type -> fits(node, type))
        .findFirst()
        .map(type -> value(node, type, path))
        .orElseGet(() -> wrong(node, new FieldType.Either(types), path));
  }

  /// Whether the node has the outer shape of the type, so that deeper problems are told in its
  /// terms.
  private static boolean fits(Node node, FieldType type) {
    return switch (type) {
      case FieldType.Section section -> node instanceof Node.Mapping;
      case FieldType.Table table -> node instanceof Node.Mapping;
      case FieldType.Listing listing -> node instanceof Node.Sequence;
      case FieldType.Command command -> !(node instanceof Node.Mapping);
      case FieldType.Axis axis -> true;
      case FieldType.Any any -> true;
      case FieldType.Whole whole -> node.value() instanceof Value.Whole;
      case FieldType.Text text -> node instanceof Node.Scalar;
      case FieldType.Phrase phrase -> node.value() instanceof Value.Text;
      case FieldType.Word word -> node instanceof Node.Scalar;
      case FieldType.Positive positive -> node instanceof Node.Scalar;
      case FieldType.Switch onOff -> node instanceof Node.Scalar;
      case FieldType.Period period -> node instanceof Node.Scalar;
      case FieldType.Either(List<FieldType> types) -> types.stream().anyMatch(t -> fits(node, t));
    };
  }

  private Optional<Node> scalar(Node node, FieldType type, String path) {
    return node instanceof Node.Scalar && !node.isNull()
        ? Optional.of(node)
        : wrong(node, type, path);
  }

  private Optional<Node> word(Node node, List<String> words, String path) {
    if (!(node instanceof Node.Scalar scalar)) {
      return wrong(node, new FieldType.Word(words), path);
    }
    String word = scalar.text().replace('_', '-');
    if (words.contains(word)) {
      return Optional.of(new Node.Scalar(node.span(), new Value.Text(word), word));
    }
    problems.error(
        node.span(),
        "'%s' does not know '%s'".formatted(path, scalar.text()),
        Nearest.hint(word, words, "write one of: " + String.join(", ", words)));
    return Optional.empty();
  }

  private Optional<Node> whole(Node node, long least, String path) {
    return node.value() instanceof Value.Whole(long number, String spelling) && number >= least
        ? Optional.of(node)
        : wrong(node, new FieldType.Whole(least), path);
  }

  private Optional<Node> positive(Node node, String path) {
    boolean sound =
        switch (node.value()) {
          case Value.Whole whole -> whole.number() > 0;
          case Value.Real real -> real.number().signum() > 0;
          case Value.Text text -> false;
          case Value.Flag flag -> false;
          case Value.Items items -> false;
          case Value.Entries entries -> false;
          case Value.Unset unset -> false;
        };
    return sound ? Optional.of(node) : wrong(node, new FieldType.Positive(), path);
  }

  private Optional<Node> command(Node node, String path) {
    if (node instanceof Node.Sequence sequence) {
      boolean words =
          !sequence.items().isEmpty()
              && sequence.items().stream().allMatch(Node.Scalar.class::isInstance);
      return words ? Optional.of(node) : wrong(node, new FieldType.Command(), path);
    }
    return scalar(node, new FieldType.Command(), path);
  }

  private Optional<Node> listing(Node node, FieldType item, String path) {
    List<Node> items = node instanceof Node.Sequence sequence ? sequence.items() : List.of(node);
    List<Node> sound = new ArrayList<>();
    items.forEach(each -> value(each, item, path + "[]").ifPresent(sound::add));
    return Optional.of(new Node.Sequence(node.span(), sound));
  }

  private Optional<Node> mapOf(Node node, FieldType type, FieldType value, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong(node, type, path);
    }
    List<Node.Entry> sound = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      String below = path + "." + (value instanceof FieldType.Section ? "*" : entry.key().text());
      value(entry.value(), value, below)
          .ifPresent(each -> sound.add(new Node.Entry(entry.key(), each)));
    }
    return Optional.of(new Node.Mapping(node.span(), sound));
  }

  private Optional<Node> wrong(Node node, FieldType type, String path) {
    boolean placeholder = node instanceof Node.Scalar scalar && scalar.text().matches("\\{\\w+\\}");
    problems.error(
        node.span(),
        "'%s' takes %s, not %s".formatted(path, type.describe(), node.describe()),
        placeholder
            ? "a placeholder is filled anew for each point, and '%s' holds for all".formatted(path)
            : example(path));
    return Optional.empty();
  }

  private String example(String path) {
    return table
        .at(path)
        .filter(field -> field.example().length() <= LONGEST_EXAMPLE)
        .map(field -> "for example %s: %s".formatted(field.key(), field.example()))
        .orElse("");
  }
}
