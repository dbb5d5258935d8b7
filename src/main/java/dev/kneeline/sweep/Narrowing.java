package dev.kneeline.sweep;

import dev.kneeline.analysis.Row;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Names;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The next sweep file of a study: the same question over the values that the best configurations
/// have, and finer between them.
///
/// Only the values of `sweep` and `params` are rewritten, each with a comment that says why; rules,
/// zipped rows, comments and everything else stay as they were written.
public final class Narrowing {

  /// The part of one axis' values in the text, from its first character to behind its last one.
  private record Edit(
      int line, int column, int endLine, int endColumn, String values, String why) {}

  private final Source source;
  private final List<Row> best;
  private final AxisReader axes = new AxisReader(new Problems());
  private final List<Edit> edits = new ArrayList<>();

  private Narrowing(Source source, List<Row> best) {
    this.source = source;
    this.best = best;
  }

  /// The new file's text.
  ///
  /// @param sweepFile the study's
  /// @param name the study's: it is kept, so that what is measured already is not measured again
  /// @param best rows whose values are kept, at least one
  /// @param heading why the file is as it is, a line of comment each
  /// @return empty where the study's file cannot be read any more
  public static Optional<String> of(
      String sweepFile, String name, List<Row> best, List<String> heading) {
    Source source = Source.of("sweep.yaml", sweepFile);
    Optional<Node> file = new YamlReader(new Problems()).read(source);
    if (!(file.orElse(null) instanceof Node.Mapping map)) {
      return Optional.empty();
    }
    Narrowing narrowing = new Narrowing(source, best);
    narrowing.axes(map);
    String named = map.find("name").isPresent() ? "" : "name: \"%s\"\n".formatted(name);
    String comments =
        heading.stream().map(line -> "# " + line + "\n").collect(Collectors.joining());
    String nothing =
        narrowing.edits.isEmpty()
            ? "# Nothing could be left out: the best have, or span, all values of every"
                + " parameter.\n"
            : "";
    return Optional.of(comments + nothing + named + narrowing.edited());
  }

  private void axes(Node.Mapping file) {
    if (file.find("sweep").orElse(null) instanceof Node.Mapping sweep) {
      sweep.entries().forEach(axis -> narrow(axis.key().text(), axis.value()));
    }
    if (file.find("params").orElse(null) instanceof Node.Mapping params) {
      for (Node.Entry parameter : params.entries()) {
        if (parameter.value() instanceof Node.Mapping form) {
          form.find("values").ifPresent(values -> narrow(parameter.key().text(), values));
        }
      }
    }
  }

  private void narrow(String name, Node values) {
    Optional<Domain> domain = axes.domain(name, values);
    Set<Value> seen = new HashSet<>();
    best.forEach(row -> seen.add(row.value(Names.key(name))));
    seen.remove(Value.UNSET);
    if (domain.isPresent() && !seen.isEmpty()) {
      NarrowedAxis axis = NarrowedAxis.of(domain.get(), seen);
      axis.values().ifPresent(text -> end(values, text, "%s: %s".formatted(name, axis.why())));
    }
  }

  /// Finds where the values end; a form that cannot be told is left as it is.
  private void end(Node values, String text, String why) {
    int line = values.span().line();
    int column = values.span().column() - 1;
    switch (values) {
      case Node.Scalar scalar ->
          edits.add(new Edit(line, column, line, column + scalar.span().length(), text, why));
      case Node.Sequence list when source.line(line).startsWith("[", column) ->
          closing(line, column)
              .ifPresent(end -> edits.add(new Edit(line, column, end[0], end[1], text, why)));
      case Node.Sequence list
          when list.items().stream().allMatch(Node.Scalar.class::isInstance) -> {
        Span last = list.items().getLast().span();
        int begin = source.line(line).lastIndexOf('-', column);
        edits.add(new Edit(line, begin, last.line(), last.column() - 1 + last.length(), text, why));
      }
      case Node.Sequence _, Node.Mapping _ -> {}
    }
  }

  /// The place behind the bracket that closes the one at a place.
  private Optional<int[]> closing(int fromLine, int fromColumn) {
    int depth = 0;
    char quote = 0;
    for (int line = fromLine; line <= source.lines().size(); line++) {
      String text = source.line(line);
      for (int at = line == fromLine ? fromColumn : 0; at < text.length(); at++) {
        char letter = text.charAt(at);
        if (quote != 0) {
          quote = letter == quote ? 0 : quote;
        } else if (letter == '"' || letter == '\'') {
          quote = letter;
        } else if (letter == '[' || letter == '{') {
          depth++;
        } else if (letter == ']' || letter == '}') {
          depth--;
          if (depth == 0) {
            return Optional.of(new int[] {line, at + 1});
          }
        }
      }
    }
    return Optional.empty();
  }

  /// The text with all edits, the last one first so that places stay what they were; comments stand
  /// above the lines.
  private String edited() {
    List<String> lines = new ArrayList<>(source.lines());
    edits.sort(Comparator.comparingInt(Edit::line).thenComparingInt(Edit::column).reversed());
    for (Edit edit : edits) {
      String before = lines.get(edit.line() - 1).substring(0, edit.column());
      String behind = lines.get(edit.endLine() - 1).substring(edit.endColumn());
      lines.subList(edit.line(), edit.endLine()).clear();
      lines.set(edit.line() - 1, before + edit.values() + behind);
    }
    // A line may hold several axes, and their comments stand above it in the order of the line.
    for (Edit edit : edits) {
      int shift =
          edits.stream()
              .filter(other -> other.line() < edit.line())
              .mapToInt(other -> other.endLine() - other.line())
              .sum();
      int line = edit.line() - shift;
      String indent = lines.get(line - 1).replaceFirst("\\S.*", "");
      lines.add(line - 1, indent + "# " + edit.why());
    }
    return String.join("\n", lines);
  }
}
