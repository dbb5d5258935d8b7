package dev.kneeline.cli;

import dev.kneeline.sweep.EngineReader;
import dev.kneeline.sweep.InitFile;
import dev.kneeline.sweep.SweepSchema;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline init ENGINE`: a commented sweep file to start from, and the schema by which editors
/// complete and check it.
@Command(
    name = "init",
    description = "Writes a commented sweep file for an engine, and its schema for editors.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "ENGINE",
      arity = "0..1",
      defaultValue = "llamacpp-embedded",
      description =
          "vllm, sglang, trtllm, llamacpp, llamacpp-embedded, sim or command"
              + " (default: ${DEFAULT-VALUE})")
  String engine = "llamacpp-embedded";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "the file to write (default: ENGINE.yaml); an existing one is not touched")
  @Nullable Path out;

  @Option(names = "--stdout", description = "print the file instead of writing it")
  boolean print;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String text =
        InitFile.forEngine(engine)
            .orElseThrow(() ->
                new Refusal(
                    ExitCode.WRONG,
                    "no built-in engine is called '%s'".formatted(engine),
                    "known: " + String.join(", ", EngineReader.BUILT_IN)));
    if (print) {
      spec.commandLine().getOut().print(text);
      return ExitCode.OK;
    }
    Path file = out == null ? Path.of(engine + ".yaml") : out;
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      Files.writeString(file.resolveSibling(InitFile.SCHEMA), SweepSchema.json());
    } catch (FileAlreadyExistsException exists) {
      throw new Refusal(ExitCode.WRONG, file + " is there already", "give another name with --out");
    } catch (IOException failed) {
      throw new Refusal(
          ExitCode.IMPOSSIBLE, "cannot write %s: %s".formatted(file, failed.getMessage()), "");
    }
    spec.commandLine().getOut().println(file);
    spec.commandLine().getErr().println("next: kneeline plan " + file);
    return ExitCode.OK;
  }
}
