package dev.kneeline.dialect.plots;

/// What was asked for cannot be drawn: the command ends with this message and the way out.
final class PlotRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// What was attempted and gave nothing.
  static final int FAILED = 1;

  /// What is asked for in a wrong way.
  static final int WRONG = 2;

  private final int code;
  private final String message;
  private final String hint;

  PlotRefusal(int code, String message, String hint) {
    super(message);
    this.code = code;
    this.message = message;
    this.hint = hint;
  }

  int code() {
    return code;
  }

  String message() {
    return message;
  }

  /// The way out; empty where the message says it.
  String hint() {
    return hint;
  }
}
