package dev.kneeline.cli;

import dev.kneeline.space.Nearest;
import dev.kneeline.store.StudyRefusedException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns whatever goes wrong in a command into `error:` and `hint:` lines and an exit code.
final class Complaints {

  private final PrintWriter err;

  Complaints(PrintWriter err) {
    this.err = err;
  }

  /// Makes a command complain this way.
  CommandLine attach(CommandLine line) {
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((failure, given) -> wrongUse(failure));
    line.setExecutionExceptionHandler((failure, failing, parsed) -> failed(failure));
    return line;
  }

  void say(String message, String hint) {
    err.println("error: " + message);
    if (!hint.isEmpty()) {
      err.println("hint: " + hint);
    }
  }

  private int wrongUse(CommandLine.ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    String hint = "`%s --help` lists its options".formatted(line.getCommandSpec().qualifiedName());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> options = List.copyOf(line.getCommandSpec().optionsMap().keySet());
      String word = unmatched.getUnmatched().getFirst();
      hint =
          Nearest.to(word.replaceFirst("=.*", ""), options)
              .map("did you mean '%s'?"::formatted)
              .orElse(hint);
    }
    String message = message(failure);
    say(
        message.isEmpty()
            ? "wrong use"
            : Character.toLowerCase(message.charAt(0)) + message.substring(1),
        hint);
    return ExitCode.WRONG;
  }

  private int failed(Exception failure) {
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

  private static String message(Exception failure) {
    String message = failure.getMessage();
    return message == null ? "" : message;
  }
}
