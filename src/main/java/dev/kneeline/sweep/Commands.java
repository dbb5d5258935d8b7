package dev.kneeline.sweep;

import dev.kneeline.plan.Template;
import java.util.List;

/// Reads a command: a list of words, or a text that is cut into words.
final class Commands {

  private Commands() {}

  /// The words as templates; what cannot be cut is told and gives what could be read.
  static List<Template> read(Node node, Problems problems) {
    if (node instanceof Node.Scalar scalar) {
      CommandWords.Words words = CommandWords.split(scalar.text());
      words.error().ifPresent(message -> problems.error(scalar.span(), message, words.hint()));
      return words.words().stream().map(Template::parse).toList();
    }
    return ((Node.Sequence) node)
        .items().stream()
            .map(item -> Template.parse(item instanceof Node.Scalar word ? word.text() : ""))
            .toList();
  }
}
