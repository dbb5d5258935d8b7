package dev.kneeline.dialect.vllm;

import dev.kneeline.sweep.Problem;
import dev.kneeline.sweep.Problems;
import java.util.List;

/// A sweep that does not begin: what is wrong, and the way out.
final class SweepRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The exit code for a command or a file that is wrong.
  static final int WRONG = 2;

  /// The exit code where nothing could be attempted.
  static final int IMPOSSIBLE = 3;

  private final int code;

  private SweepRefusal(int code, String text) {
    super(text);
    this.code = code;
  }

  /// The command is wrong.
  static SweepRefusal wrong(String message, String hint) {
    return of(WRONG, message, hint);
  }

  /// Something stands in the way.
  static SweepRefusal impossible(String message, String hint) {
    return of(IMPOSSIBLE, message, hint);
  }

  /// Files are wrong; every problem is told.
  static SweepRefusal of(List<Problem> problems) {
    return new SweepRefusal(WRONG, Problems.render(problems));
  }

  private static SweepRefusal of(int code, String message, String hint) {
    return new SweepRefusal(code, "error: " + message + (hint.isEmpty() ? "" : "\nhint: " + hint));
  }

  int code() {
    return code;
  }

  /// What is printed: errors with their hints.
  String text() {
    return String.valueOf(getMessage());
  }
}
