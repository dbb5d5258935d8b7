package dev.kneeline.sweep;

/// A stretch of one line of a source, counted in characters as a person counts them.
///
/// @param line from 1
/// @param column from 1
/// @param length at least 1; what continues on the next line is left out
public record Span(Source source, int line, int column, int length) {

  /// A part of this stretch, cut at its end; behind the end, its last character.
  public Span part(int offset, int partLength) {
    int from = Math.clamp(offset, 0, length - 1);
    return source.span(line, column + from, Math.min(partLength, length - from));
  }

  /// As messages write it: `sweep.yaml:2:1`.
  @Override
  public String toString() {
    return source.name() + ":" + line + ":" + column;
  }
}
