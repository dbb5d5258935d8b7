package dev.kneeline.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Collects problems, so that all of them are told at once.
public final class Problems {

  /// What of a long line is shown on each side of the place.
  private static final int MARGIN = 60;

  private final Set<Problem> found = new LinkedHashSet<>();

  public void error(Span place, String message, String hint) {
    add(Problem.error(place, message, hint));
  }

  public void warning(Span place, String message, String hint) {
    add(Problem.warning(place, message, hint));
  }

  public void note(Span place, String message, String hint) {
    add(Problem.note(place, message, hint));
  }

  public void add(Problem problem) {
    found.add(problem);
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(Problem::isError);
  }

  /// All of them, those of one source in the order of its text.
  public List<Problem> all() {
    List<String> files = found.stream().map(Problem::file).distinct().toList();
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }

  /// The text for a terminal: each with its line, a caret and the way out, then how many there are.
  /// Legible without colour; nothing at the end of it, not even a line break.
  public static String render(List<Problem> problems) {
    List<String> blocks = new ArrayList<>();
    problems.forEach(problem -> blocks.add(render(problem)));
    long errors = problems.stream().filter(Problem::isError).count();
    if (errors > 0) {
      blocks.add("%d problem%s; nothing was started".formatted(errors, errors == 1 ? "" : "s"));
    }
    return String.join("\n\n", blocks);
  }

  /// One problem with its line, a caret and the way out.
  public static String render(Problem problem) {
    StringBuilder text = new StringBuilder();
    text.append(problem.kind().word()).append(": ").append(problem.message());
    Optional<Span> place = problem.place();
    if (place.isPresent()) {
      text.append(" (").append(place.get()).append(')').append(excerpt(place.get()));
    }
    if (!problem.hint().isEmpty()) {
      text.append("\nhint: ").append(problem.hint());
    }
    return text.toString();
  }

  /// The line of the place and a line of carets; empty for a place behind the end of the text.
  private static String excerpt(Span span) {
    int[] line = span.source().line(span.line()).codePoints().toArray();
    if (line.length == 0) {
      return "";
    }
    int from = Math.max(0, span.column() - 1 - MARGIN);
    int to = Math.min(line.length, span.column() - 1 + Math.min(span.length(), MARGIN) + MARGIN);
    if (from >= to) {
      return "";
    }
    String before = from > 0 ? "..." : "";
    String shown = before + visible(line, from, to) + (to < line.length ? "..." : "");
    int start = before.length() + span.column() - 1 - from;
    int length = Math.max(1, Math.min(span.length(), to - span.column() + 1));
    String number = "  " + span.line();
    return "\n%s | %s\n%s | %s%s"
        .formatted(
            number, shown, " ".repeat(number.length()), " ".repeat(start), "^".repeat(length));
  }

  /// Control characters would move the caret, or the terminal.
  private static String visible(int[] line, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int index = from; index < to; index++) {
      text.appendCodePoint(Character.isISOControl(line[index]) ? ' ' : line[index]);
    }
    return text.toString().stripTrailing();
  }
}
