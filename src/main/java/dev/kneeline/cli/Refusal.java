package dev.kneeline.cli;

/// A command that ends with a message for its user: what is wrong, and the way out.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String hint;

  /// @param hint the way out; empty where the message says it
  Refusal(int exitCode, String message, String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  int exitCode() {
    return exitCode;
  }

  String hint() {
    return hint;
  }
}
