package dev.kneeline.cli;

import dev.kneeline.sweep.InitFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline init ENGINE > sweep.yaml`: a commented sweep file to start from.
@Command(
    name = "init",
    description = "Writes a commented sweep file for an engine to standard output.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ENGINE",
      arity = "0..1",
      defaultValue = "llamacpp-embedded",
      description = "vllm, sglang, trtllm, llamacpp, llamacpp-embedded, sim or command")
  String engine = "llamacpp-embedded";

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .print(
            InitFile.forEngine(engine)
                .orElseThrow(
                    () ->
                        new Refusal(
                            ExitCode.WRONG,
                            "no built-in engine is called '%s'".formatted(engine),
                            "known: " + String.join(", ", InitFile.engines()))));
    return ExitCode.OK;
  }
}
