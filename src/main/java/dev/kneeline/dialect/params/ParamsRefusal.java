package dev.kneeline.dialect.params;

/// What was asked for cannot be done: the command ends with this message and the way out.
final class ParamsRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String hint;

  ParamsRefusal(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  String hint() {
    return hint;
  }
}
