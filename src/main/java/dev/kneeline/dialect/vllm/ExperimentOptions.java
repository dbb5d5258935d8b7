package dev.kneeline.dialect.vllm;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the results of any of vLLM's sweeps go, and whether it goes on with earlier ones.
public final class ExperimentOptions {

  @Option(
      names = {"-o", "--output-dir"},
      paramLabel = "DIR",
      description = "Holds experiments (default: results).")
  Path outputDirectory = Path.of("results");

  @Option(
      names = {"-e", "--experiment-name"},
      paramLabel = "NAME",
      description = "The experiment's folder (default: date and time).")
  Optional<String> experimentName = Optional.empty();

  @Option(names = "--dry-run", description = "Prints the commands; starts and writes nothing.")
  boolean dryRun;

  @Option(
      names = "--resume",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "NAME",
      description = "Goes on with an experiment, by -e or by its name here.")
  Optional<String> resume = Optional.empty();
}
