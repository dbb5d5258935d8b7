package dev.kneeline.sim;

import java.util.List;
import java.util.stream.Stream;

/// One flag that an engine's command line knows.
///
/// @param name with dashes, without the leading two
/// @param kind what its value looks like
/// @param effect whether the simulation takes notice
/// @param choices the only values that the engine takes, or none where it takes any
record Flag(String name, Kind kind, Effect effect, List<String> choices) {

  /// The shape of a flag's value.
  enum Kind {
    WHOLE,
    REAL,
    TEXT,
    /// No value: present or absent.
    SWITCH,
    /// One or more values, up to the next flag.
    LIST
  }

  /// What a flag does here.
  enum Effect {
    MODELLED,
    NONE
  }

  boolean allows(String value) {
    return choices.isEmpty() || choices.contains(value);
  }

  /// This flag for a command line that takes another engine's of the same name too.
  Flag or(Flag other) {
    boolean any = choices.isEmpty() || other.choices.isEmpty();
    List<String> both = any ? List.of() : union(choices, other.choices);
    return new Flag(name, kind, effect, both);
  }

  private static List<String> union(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }
}
