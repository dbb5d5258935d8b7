package dev.kneeline.sweep;

import dev.kneeline.plan.Template;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;

/// The placeholders in a part of a file.
///
/// @param name the identifier between the braces
/// @param place the placeholder, or the text that holds it where it cannot be told more exactly
/// @param engine whose own command has it; empty for the file's
record Hole(String name, Span place, String engine) {

  Hole(String name, Span place) {
    this(name, place, "");
  }

  /// All placeholders below a node, keys excepted.
  static List<Hole> in(Node node) {
    List<Hole> holes = new ArrayList<>();
    collect(node, holes);
    return holes;
  }

  private static void collect(Node node, List<Hole> holes) {
    switch (node) {
      case Node.Scalar scalar -> {
        if (scalar.value() instanceof Value.Text(String text)) {
          for (String name : Template.parse(text).holes()) {
            holes.add(new Hole(name, place(scalar, "{" + name + "}")));
          }
        }
      }
      case Node.Sequence sequence -> sequence.items().forEach(item -> collect(item, holes));
      case Node.Mapping mapping ->
          mapping.entries().forEach(entry -> collect(entry.value(), holes));
    }
  }

  private static Span place(Node.Scalar scalar, String written) {
    Span span = scalar.span();
    String line = span.source().line(span.line());
    int found = line.indexOf(written, Math.min(line.length(), span.column() - 1));
    return found < 0
        ? span
        : span.part(line.codePointCount(0, found) - span.column() + 1, written.length());
  }
}
