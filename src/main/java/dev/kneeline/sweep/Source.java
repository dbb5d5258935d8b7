package dev.kneeline.sweep;

import java.util.List;

/// A text that a person wrote, by the name under which messages point into it: a file's name, or an
/// option such as `--sweep`, whose lines are its arguments.
public record Source(String name, List<String> lines) {

  public Source {
    lines = List.copyOf(lines);
  }

  /// A text cut at its line ends; a byte order mark is no part of it.
  public static Source of(String name, String text) {
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return new Source(name, List.of(clean.split("\r\n|\r|\n", -1)));
  }

  /// The text as a parser reads it.
  public String text() {
    return String.join("\n", lines);
  }

  /// A line by its number from 1; empty outside the text.
  public String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  /// The place of one character or more on one line.
  public Span span(int line, int column, int length) {
    return new Span(this, line, column, Math.max(1, length));
  }

  /// The first character of the text.
  public Span start() {
    return span(1, 1, 1);
  }
}
