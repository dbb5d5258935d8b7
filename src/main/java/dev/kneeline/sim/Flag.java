package dev.kneeline.sim;

/// One flag that an engine's command line knows.
///
/// @param name with dashes, without the leading two
/// @param kind what its value looks like
/// @param effect whether the simulation takes notice
record Flag(String name, Kind kind, Effect effect) {

  /// The shape of a flag's value.
  enum Kind {
    WHOLE("int"),
    REAL("float"),
    TEXT("str"),
    /// No value: present or absent.
    SWITCH("bool"),
    /// One or more values, up to the next flag.
    LIST("list");

    private final String python;

    Kind(String python) {
      this.python = python;
    }

    /// The type's name in the engines' own error messages.
    String python() {
      return python;
    }
  }

  /// What a flag does here.
  enum Effect {
    MODELLED,
    NONE
  }
}
