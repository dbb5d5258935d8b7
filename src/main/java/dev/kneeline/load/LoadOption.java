package dev.kneeline.load;

/// One row of the table of options, from which help, the reference page and hints are printed.
///
/// @param name as in `vllm bench serve`, kebab-case without dashes in front
/// @param kind what its value is
/// @param fallback the value when it is absent, as text; "" for none
/// @param help what it does, in one sentence without a full stop
/// @param effect whether it does something here
public record LoadOption(String name, Kind kind, String fallback, String help, Effect effect) {

  /// What an option's value is.
  public enum Kind {
    TEXT("TEXT"),
    WHOLE("N"),
    NUMBER("X"),
    FLAG(""),
    LIST("A,B.."),
    PAIRS("K=V.."),
    JSON("JSON");

    private final String placeholder;

    Kind(String placeholder) {
      this.placeholder = placeholder;
    }

    /// For `--help`.
    public String placeholder() {
      return placeholder;
    }
  }

  /// Whether the option does something here.
  public enum Effect {
    /// It does what it does in `vllm bench serve`, or it is our own.
    USED,
    /// It is accepted so that command lines keep working, and a note says that it has no effect.
    NO_EFFECT
  }
}
