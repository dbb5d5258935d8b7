package dev.kneeline.cli;

import dev.kneeline.space.Nearest;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// A command whose words picocli reads, and which complains in our way.
///
/// All that the tool itself has to do with picocli stands here, since the JVM keeps its classes,
/// and those that were checked against them, in no archive: a program that needs none of them
/// starts a tenth of a second sooner.
final class ParsedCommand {

  private ParsedCommand() {}

  /// Runs a verb's command.
  static int run(
      String verb, Object command, List<String> words, PrintWriter out, PrintWriter err) {
    CommandLine line = new CommandLine(command);
    line.setCommandName("kneeline " + verb);
    line.getCommandSpec().version(Version.line());
    line.setOut(out);
    return run(line, words, err);
  }

  /// Runs a command that knows its name and where its results go.
  static int run(CommandLine line, List<String> words, PrintWriter err) {
    Complaints complaints = new Complaints(err);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((failure, given) -> wrongUse(failure, complaints));
    line.setExecutionExceptionHandler((failure, failing, parsed) -> complaints.failed(failure));
    return line.execute(words.toArray(String[]::new));
  }

  private static int wrongUse(ParameterException failure, Complaints complaints) {
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
    String message = Complaints.message(failure);
    complaints.say(
        message.isEmpty()
            ? "wrong use"
            : Character.toLowerCase(message.charAt(0)) + message.substring(1),
        hint);
    return ExitCode.WRONG;
  }
}
