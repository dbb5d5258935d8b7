package dev.kneeline.cli;

import dev.kneeline.space.Nearest;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/// Finds the verb, runs it, and turns whatever goes wrong into `error:` and `hint:` lines and an exit
/// code.
final class CommandLineTool {

  private final PrintWriter out;
  private final PrintWriter err;
  private final List<Verb> verbs = Verbs.all();

  CommandLineTool(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  int run(String... arguments) {
    String first = arguments.length == 0 ? "--help" : arguments[0];
    switch (first) {
      case "--help", "-h", "help" -> {
        return help(arguments);
      }
      case "--version", "-V" -> {
        out.println(Version.line());
        return ExitCode.OK;
      }
      default -> {
        return Verb.find(verbs, first)
            .map(verb -> run(verb, Arrays.copyOfRange(arguments, 1, arguments.length)))
            .orElseGet(() -> unknown(first));
      }
    }
  }

  private int help(String... arguments) {
    Optional<Verb> verb =
        arguments.length > 1 && arguments[0].equals("help")
            ? Verb.find(verbs, arguments[1])
            : Optional.empty();
    if (verb.isPresent()) {
      return run(verb.get(), "--help");
    }
    out.print(Verbs.help());
    return ExitCode.OK;
  }

  private int unknown(String word) {
    List<String> names = verbs.stream().filter(verb -> !verb.hidden()).map(Verb::name).toList();
    String what = word.startsWith("-") ? "option" : "verb";
    complain(
        "unknown %s '%s'".formatted(what, word),
        Nearest.to(word, names)
            .map("did you mean '%s'? "::formatted)
            .orElse("")
            .concat("`kneeline --help` lists them"));
    return ExitCode.WRONG;
  }

  private int run(Verb verb, String... arguments) {
    return switch (verb.action()) {
      case Verb.OwnWords(Verb.Program program) -> program.run(List.of(arguments), out, err);
      case Verb.Command(Supplier<Object> command) ->
          run("kneeline " + verb.name(), command.get(), arguments);
    };
  }

  private int run(String name, Object command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setCommandName(name);
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((failure, given) -> wrongUse(failure));
    line.setExecutionExceptionHandler((failure, failing, parsed) -> failed(failure));
    return line.execute(arguments);
  }

  private int wrongUse(CommandLine.ParameterException failure) {
    String name = failure.getCommandLine().getCommandName();
    String hint = "`%s --help` lists its options".formatted(name);
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> options =
          failure.getCommandLine().getCommandSpec().optionsMap().keySet().stream().toList();
      String word = unmatched.getUnmatched().getFirst();
      hint =
          Nearest.to(word.replaceFirst("=.*", ""), options)
              .map("did you mean '%s'?"::formatted)
              .orElse(hint);
    }
    complain(firstLower(failure.getMessage()), hint);
    return ExitCode.WRONG;
  }

  private int failed(Exception failure) {
    if (failure instanceof Refusal refusal) {
      complain(refusal.getMessage(), refusal.hint());
      return refusal.exitCode();
    }
    err.println("error: this is a bug of Kneeline, not of yours: " + failure);
    failure.printStackTrace(err);
    err.println("hint: please report it with the lines above");
    return ExitCode.BUG;
  }

  private void complain(String message, String hint) {
    err.println("error: " + message);
    if (!hint.isEmpty()) {
      err.println("hint: " + hint);
    }
  }

  private static String firstLower(String message) {
    return message.isEmpty() ? message : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }
}
