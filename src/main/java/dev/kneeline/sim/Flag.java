package dev.kneeline.sim;

/// One flag that an engine's command line knows.
///
/// @param name with dashes, without the leading two
/// @param kind what its value looks like
/// @param effect whether the simulation takes notice
record Flag(String name, Kind kind, Effect effect) {

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
}
