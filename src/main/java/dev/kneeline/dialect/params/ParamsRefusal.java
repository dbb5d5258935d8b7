package dev.kneeline.dialect.params;

/// What was asked for cannot be done: the command ends with this message and the way out.
public final class ParamsRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  ParamsRefusal(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /// The way out.
  public String hint() {
    return hint;
  }
}
