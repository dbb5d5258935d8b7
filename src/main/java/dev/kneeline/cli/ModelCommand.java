package dev.kneeline.cli;

import dev.kneeline.exec.Surroundings;
import dev.kneeline.llama.ModelGenerator;
import dev.kneeline.llama.ModelRecipe;
import dev.kneeline.llama.ModelSize;
import dev.kneeline.llama.WeightType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `kneeline model generate`: writes a model for the embedded engine or for any llama.cpp.
@Command(
    name = "model",
    description = "Makes models for the embedded engine and for any llama.cpp.",
    mixinStandardHelpOptions = true,
    subcommands = ModelCommand.Generate.class)
final class ModelCommand implements Callable<Integer> {

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    throw new Refusal(
        ExitCode.WRONG,
        "`kneeline model` needs a verb",
        "`kneeline model generate` is the one it has");
  }

  /// The one verb.
  @Command(
      name = "generate",
      description = {
        "Writes a small model of random weights: real tokens at real speed, no sense, no download.",
        "The same options give the same bytes on every machine."
      },
      mixinStandardHelpOptions = true)
  static final class Generate implements Callable<Integer> {

    @ParentCommand @Nullable ModelCommand parent;

    @Option(
        names = "--size",
        paramLabel = "SIZE",
        defaultValue = "demo",
        description = "tiny (0.2M parameters), demo (8M) or small (28M); default: ${DEFAULT-VALUE}")
    String size = "demo";

    @Option(
        names = "--weights",
        paramLabel = "TYPE",
        defaultValue = "f16",
        description = "f32, f16, q8_0 or q4_0; default: ${DEFAULT-VALUE}")
    String weights = "f16";

    @Option(names = "--seed", defaultValue = "42", description = "default: ${DEFAULT-VALUE}")
    long seed = ModelRecipe.DEFAULT_SEED;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "DIR",
        description = "folder to write to (default: the cache, where the embedded engine looks)")
    @Nullable Path out;

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      ModelRecipe recipe =
          new ModelRecipe(
              ModelSize.find(size)
                  .orElseThrow(() -> unknown("size", size, ModelSize.values(), ModelSize::label)),
              WeightType.find(weights)
                  .orElseThrow(
                      () -> unknown("weights", weights, WeightType.values(), WeightType::label)),
              seed);
      Path folder = out == null ? Surroundings.here().cache() : out;
      try {
        Files.createDirectories(folder);
        spec.commandLine().getOut().println(ModelGenerator.generate(recipe, folder));
      } catch (IOException failed) {
        throw new Refusal(
            ExitCode.IMPOSSIBLE,
            "the model cannot be written to %s: %s".formatted(folder, failed.getMessage()),
            "give another folder with --out");
      }
      return ExitCode.OK;
    }

    private static <T> Refusal unknown(
        String option, String given, T[] known, Function<T, String> label) {
      return new Refusal(
          ExitCode.WRONG,
          "unknown %s '%s'".formatted(option, given),
          "known: " + Arrays.stream(known).map(label).collect(Collectors.joining(", ")));
    }
  }
}
