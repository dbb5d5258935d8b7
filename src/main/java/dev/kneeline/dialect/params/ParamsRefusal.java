package dev.kneeline.dialect.params;

/// What was asked for cannot be done: the command ends with this message and the way out.
public final class ParamsRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String message;
  private final String hint;

  ParamsRefusal(String message, String hint) {
    super(message);
    this.message = message;
    this.hint = hint;
  }

  /// What is wrong; never null, unlike a throwable's message.
  public String message() {
    return message;
  }

  /// The way out.
  public String hint() {
    return hint;
  }
}
