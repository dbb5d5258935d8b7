package dev.kneeline.sweep;

import dev.kneeline.space.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Makes our nodes from the parser's: resolves scalars, finds unquoted placeholders and double
/// keys.
final class NodeMaker {

  private static final Pattern HOLE = Pattern.compile("\\{\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*\\}");
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 200_000;

  private final Source source;
  private final Problems problems;
  private final Deque<org.snakeyaml.engine.v2.nodes.Node> open = new ArrayDeque<>();
  private int made;
  private int repeatedKeys;

  NodeMaker(Source source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  Node make(org.snakeyaml.engine.v2.nodes.Node node) {
    Span span = span(node);
    Optional<String> refusal = refusal(node);
    if (refusal.isPresent()) {
      problems.error(span, refusal.get(), "write it out plainly");
      return nothing(span);
    }
    made++;
    open.push(node);
    try {
      return switch (node) {
        case ScalarNode scalar -> scalar(span, scalar);
        case SequenceNode sequence ->
            new Node.Sequence(span, sequence.getValue().stream().map(this::make).toList());
        case MappingNode mapping -> hole(span, mapping).orElseGet(() -> mapping(span, mapping));
        // The parser's node types are an open hierarchy; an anchor node never leaves it.
        default -> nothing(span);
      };
    } finally {
      open.pop();
    }
  }

  private Optional<String> refusal(org.snakeyaml.engine.v2.nodes.Node node) {
    if (open.contains(node)) {
      return Optional.of("this alias contains itself");
    }
    if (open.size() >= DEEPEST) {
      return Optional.of("nested more than %d levels deep".formatted(DEEPEST));
    }
    if (made >= MOST_NODES) {
      return Optional.of("with all aliases resolved there are more than %d values".formatted(made));
    }
    return Optional.empty();
  }

  private static Node nothing(Span span) {
    return new Node.Scalar(span, Value.UNSET, "");
  }

  /// Keys that were given again and left out; nothing else of what was read is missing for them.
  int repeatedKeys() {
    return repeatedKeys;
  }

  private Node.Scalar scalar(Span span, ScalarNode node) {
    Scalars.Reading reading = Scalars.read(node.getTag(), node.getValue(), node.isPlain());
    reading.error().ifPresent(message -> problems.error(span, message, reading.hint()));
    reading.warning().ifPresent(message -> problems.warning(span, message, reading.hint()));
    return new Node.Scalar(span, reading.value(), node.getValue());
  }

  private Node mapping(Span span, MappingNode node) {
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Span> seen = new HashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Span keySpan = span(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(keySpan, "a list or a map cannot be a key", "write the key as plain text");
        continue;
      }
      Span first = seen.putIfAbsent(key.getValue(), keySpan);
      if (first != null) {
        repeatedKeys++;
        problems.error(
            keySpan,
            "the key '%s' is given twice".formatted(key.getValue()),
            "it is already on line %d".formatted(first.line()));
        continue;
      }
      Value text = new Value.Text(key.getValue());
      entries.add(
          new Node.Entry(
              new Node.Scalar(keySpan, text, key.getValue()), make(tuple.getValueNode())));
    }
    return new Node.Mapping(span, entries);
  }

  /// `{mem}` without quotes: YAML sees a map with one key and no value. The source decides, because
  /// `{mem: }` and `{mem: null}` are maps.
  private Optional<Node> hole(Span span, MappingNode node) {
    if (node.getFlowStyle() != FlowStyle.FLOW || node.getValue().size() != 1) {
      return Optional.empty();
    }
    return slice(node)
        .map(HOLE::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> "{" + matcher.group(1) + "}")
        .map(text -> new Node.Scalar(span, new Value.Text(text), text));
  }

  /// What was written for a node that begins and ends on one line.
  private Optional<String> slice(org.snakeyaml.engine.v2.nodes.Node node) {
    Mark start = node.getStartMark().orElseThrow();
    Mark end = node.getEndMark().orElseThrow();
    if (start.getLine() != end.getLine()) {
      return Optional.empty();
    }
    String line = source.line(start.getLine() + 1);
    int from = line.offsetByCodePoints(0, start.getColumn());
    return Optional.of(line.substring(from, line.offsetByCodePoints(0, end.getColumn())));
  }

  private Span span(org.snakeyaml.engine.v2.nodes.Node node) {
    Mark start = node.getStartMark().orElseThrow();
    Mark end = node.getEndMark().orElseThrow();
    int line = start.getLine() + 1;
    int lineEnd =
        source
            .line(line)
            .stripTrailing()
            .codePointCount(0, source.line(line).stripTrailing().length());
    int endColumn = end.getLine() == start.getLine() ? end.getColumn() : lineEnd;
    return source.span(line, start.getColumn() + 1, endColumn - start.getColumn());
  }
}
