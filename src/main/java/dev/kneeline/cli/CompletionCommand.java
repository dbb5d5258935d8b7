package dev.kneeline.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints a completion script for bash and zsh: `source <(kneeline completion)`.
@Command(
    name = "completion",
    description = "Prints a completion script: source <(kneeline completion)",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  CompletionCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    CommandLine root = new CommandLine(CommandSpec.create().name("kneeline"));
    for (Verb verb : Verbs.all()) {
      if (!verb.hidden()) {
        root.addSubcommand(
            verb.name(),
            switch (verb.action()) {
              case Verb.Command command -> new CommandLine(command.command().get());
              case Verb.OwnWords _ ->
                  verb.name().equals(BenchProgram.NAME)
                      ? BenchProgram.commands()
                      : new CommandLine(CommandSpec.create());
            });
      }
    }
    spec.commandLine().getOut().print(AutoComplete.bash("kneeline", root));
    return ExitCode.OK;
  }
}
