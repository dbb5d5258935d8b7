package dev.kneeline.sweep;

import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `name=value` as it stands on a command line.
///
/// @param key what is left of the first `=`
/// @param value what is right of it, as one YAML value
/// @param values the same as an axis: a range, or values between commas
record Assignment(Node.Scalar key, Node value, Node values) {

  /// One line of a source; nothing where there is a problem.
  static Optional<Assignment> read(Source source, int line, Problems problems) {
    Problems own = new Problems();
    Optional<Assignment> read = tryRead(source, line, own);
    own.all().forEach(problems::add);
    return own.hasErrors() ? Optional.empty() : read;
  }

  private static Optional<Assignment> tryRead(Source source, int line, Problems problems) {
    String text = source.line(line);
    int equals = text.indexOf('=');
    if (equals < 1) {
      problems.error(
          source.span(line, 1, Math.max(1, text.length())),
          "'%s' is not NAME=VALUE".formatted(text),
          "write for example %s mem=0.85,0.90".formatted(source.name()));
      return Optional.empty();
    }
    String name = text.substring(0, equals);
    Node.Scalar key = new Node.Scalar(source.span(line, 1, equals), new Value.Text(name), name);
    Span rest = source.span(line, equals + 2, Math.max(1, text.length() - equals - 1));
    List<Node> items = new ArrayList<>();
    int from = equals + 1;
    for (int end : ends(text, from)) {
      item(source, line, from, text.substring(from, end), problems).ifPresent(items::add);
      from = end + 1;
    }
    if (items.isEmpty()) {
      return Optional.empty();
    }
    Node values = items.size() == 1 ? items.getFirst() : new Node.Sequence(rest, items);
    // With several items the single value is not read: `a: 1,2` is text to YAML, and --set means
    // that.
    String written = text.substring(equals + 1);
    Node value =
        items.size() == 1
            ? items.getFirst()
            : new Node.Scalar(rest, new Value.Text(written), written);
    return Optional.of(new Assignment(key, value, values));
  }

  /// The offsets of commas outside brackets and quotes, and of the end.
  private static List<Integer> ends(String text, int from) {
    List<Integer> ends = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    for (int index = from; index < text.length(); index++) {
      char character = text.charAt(index);
      if (quote != 0) {
        quote = character == quote ? 0 : quote;
      } else if (character == '"' || character == '\'') {
        quote = character;
      } else if (character == '[' || character == '{') {
        depth++;
      } else if (character == ']' || character == '}') {
        depth--;
      } else if (character == ',' && depth <= 0) {
        ends.add(index);
      }
    }
    ends.add(text.length());
    return ends;
  }

  private static Optional<Node> item(
      Source source, int line, int offset, String text, Problems problems) {
    if (text.isBlank()) {
      problems.error(
          source.span(line, offset + 1, 1),
          "a value is missing",
          "write null for no value, '' for an empty text");
      return Optional.empty();
    }
    // Padded to its place, so that the parser's marks are places of the command line.
    String padded = "\n".repeat(line - 1) + " ".repeat(offset) + text;
    return new YamlReader(problems).read(source, padded);
  }
}
