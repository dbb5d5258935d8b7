package dev.kneeline.cli;

import dev.kneeline.sweep.EngineReader;
import dev.kneeline.sweep.InitFile;
import dev.kneeline.sweep.KeptQuestion;
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
/// complete and check it; with `--from`, a sweep file out of a list of combinations.
@Command(
    name = "init",
    description = "Writes a commented sweep file for an engine, and its schema for editors.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  private static final String MODEL = "Qwen/Qwen2.5-0.5B-Instruct";

  @Parameters(
      paramLabel = "ENGINE",
      arity = "0..1",
      description =
          "vllm, sglang, trtllm, llamacpp, llamacpp-embedded, sim or command"
              + " (default: llamacpp-embedded; with --from, sglang)")
  @Nullable String engine;

  @Option(names = "--engine", paramLabel = "ENGINE", description = "the same, spelled as for `run`")
  @Nullable String engineOption;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "a JSON list of combinations, as `params` writes it, becomes the sweep")
  @Nullable Path from;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "with --from: the model that is served (default: " + MODEL + ")")
  @Nullable String model;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "the file to write (default: ENGINE.yaml); an existing one is not touched")
  @Nullable Path out;

  @Option(
      names = "--narrow",
      paramLabel = "DIR",
      description = "the next, finer sweep file from a study: what its best configurations have")
  @Nullable Path narrow;

  @Option(
      names = "--keep",
      paramLabel = "SHARE",
      description = "with --narrow: which share counts as the best, 20%% by default")
  @Nullable String keep;

  @Option(names = "--force", description = "write over an existing file")
  boolean force;

  @Option(names = "--stdout", description = "print the file instead of writing it")
  boolean print;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (from == null && model != null) {
      throw new Refusal(
          ExitCode.WRONG, "--model is for --from", "a first sweep file names its model to edit");
    }
    if (narrow == null && keep != null) {
      throw new Refusal(ExitCode.WRONG, "--keep is for --narrow", "name the study: --narrow DIR");
    }
    String text = text();
    if (print) {
      spec.commandLine().getOut().print(text);
      return ExitCode.OK;
    }
    Path file = out == null ? Path.of(stem() + ".yaml") : out;
    try {
      if (force) {
        Files.deleteIfExists(file);
      }
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      Files.writeString(file.resolveSibling(InitFile.SCHEMA), SweepSchema.json());
    } catch (FileAlreadyExistsException exists) {
      throw new Refusal(
          ExitCode.WRONG, file + " is there already", "give another name with --out, or --force");
    } catch (IOException failed) {
      throw new Refusal(
          ExitCode.IMPOSSIBLE, "cannot write %s: %s".formatted(file, failed.getMessage()), "");
    }
    spec.commandLine().getOut().println(file);
    spec.commandLine().getErr().println("next: kneeline plan " + file);
    return ExitCode.OK;
  }

  private String text() {
    if (narrow != null) {
      return NarrowFile.of(narrow, keep == null ? "20%" : keep);
    }
    return from == null ? first(engine("llamacpp-embedded")) : combinations(from);
  }

  private String engine(String otherwise) {
    if (engine != null) {
      return engine;
    }
    return engineOption == null ? otherwise : engineOption;
  }

  private String stem() {
    if (narrow != null) {
      return KeptQuestion.read(narrow).name() + "-narrowed";
    }
    return from == null
        ? engine("llamacpp-embedded")
        : String.valueOf(from.getFileName()).replaceFirst("\\.json$", "");
  }

  private static String first(String engine) {
    return InitFile.forEngine(engine)
        .orElseThrow(() ->
            new Refusal(
                ExitCode.WRONG,
                "no built-in engine is called '%s'".formatted(engine),
                "known: " + String.join(", ", EngineReader.BUILT_IN)));
  }

  private String combinations(Path file) {
    return "# yaml-language-server: $schema=%s\n".formatted(InitFile.SCHEMA)
        + SweepFiles.combinations(file, engine("sglang"), model == null ? MODEL : model);
  }
}
