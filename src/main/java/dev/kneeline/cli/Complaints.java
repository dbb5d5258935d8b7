package dev.kneeline.cli;

import dev.kneeline.store.StudyRefusedException;
import java.io.PrintWriter;

/// Turns whatever goes wrong in a command into `error:` and `hint:` lines and an exit code.
final class Complaints {

  private final PrintWriter err;

  Complaints(PrintWriter err) {
    this.err = err;
  }

  void say(String message, String hint) {
    err.println("error: " + message);
    if (!hint.isEmpty()) {
      err.println("hint: " + hint);
    }
  }

  /// What a command threw.
  ///
  /// @return the exit code that it stands for
  int failed(Exception failure) {
    return switch (failure) {
      case Refusal refusal -> {
        if (!message(refusal).isEmpty()) {
          say(message(refusal), refusal.hint());
        }
        yield refusal.exitCode();
      }
      case StudyRefusedException refused -> {
        say(message(refused), refused.hint());
        yield ExitCode.IMPOSSIBLE;
      }
      case InterruptedException interrupted -> ExitCode.INTERRUPTED;
      default -> {
        err.println("error: this is a bug of Kneeline, not of yours: " + failure);
        failure.printStackTrace(err);
        err.println("hint: please report it with the lines above");
        yield ExitCode.BUG;
      }
    };
  }

  static String message(Exception failure) {
    String message = failure.getMessage();
    return message == null ? "" : message;
  }
}
