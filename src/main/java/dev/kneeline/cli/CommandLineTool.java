package dev.kneeline.cli;

import dev.kneeline.space.Nearest;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the verb and runs it.
final class CommandLineTool {

  private final PrintWriter out;
  private final PrintWriter err;
  private final Complaints complaints;
  private final List<Verb> verbs = Verbs.all();

  CommandLineTool(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    this.complaints = new Complaints(err);
  }

  int run(String... arguments) {
    String first = arguments.length == 0 ? "--help" : arguments[0];
    return switch (first) {
      case "--help", "-h", "help" -> help(arguments);
      case "--version", "-V" -> {
        out.println(Version.line());
        yield ExitCode.OK;
      }
      default ->
          Verb.find(verbs, first)
              .map(verb -> run(verb, Arrays.copyOfRange(arguments, 1, arguments.length)))
              .orElseGet(() -> unknown(first));
    };
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
    String suggestion = Nearest.to(word, names).map("did you mean '%s'? "::formatted).orElse("");
    complaints.say(
        "unknown %s '%s'".formatted(word.startsWith("-") ? "option" : "verb", word),
        suggestion + "`kneeline --help` lists them");
    return ExitCode.WRONG;
  }

  private int run(Verb verb, String... arguments) {
    return verb.action().run(verb.name(), List.of(arguments), out, err);
  }
}
