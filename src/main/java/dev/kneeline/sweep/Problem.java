package dev.kneeline.sweep;

import java.util.Optional;

/// Something to tell about what a person wrote: what, where, and the way out.
///
/// @param message without a full stop
/// @param hint the way out; empty where the message says it
/// @param place where it stands; empty where there is no text to point at
public record Problem(Kind kind, String message, String hint, Optional<Span> place) {

  /// How grave it is.
  public enum Kind {
    /// Nothing is started.
    ERROR,
    /// Legal, and probably not what is meant.
    WARNING,
    /// What the reader decided where two things were said.
    NOTE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public static Problem error(Span place, String message, String hint) {
    return new Problem(Kind.ERROR, message, hint, Optional.of(place));
  }

  public static Problem warning(Span place, String message, String hint) {
    return new Problem(Kind.WARNING, message, hint, Optional.of(place));
  }

  public static Problem note(Span place, String message, String hint) {
    return new Problem(Kind.NOTE, message, hint, Optional.of(place));
  }

  public boolean isError() {
    return kind == Kind.ERROR;
  }

  /// The source's name; empty where there is none.
  public String file() {
    return place.map(span -> span.source().name()).orElse("");
  }

  /// From 1; 0 where there is no place.
  public int line() {
    return place.map(Span::line).orElse(0);
  }

  /// From 1; 0 where there is no place.
  public int column() {
    return place.map(Span::column).orElse(0);
  }
}
