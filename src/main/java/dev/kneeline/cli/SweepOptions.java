package dev.kneeline.cli;

import dev.kneeline.sweep.Overrides;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options of every verb that reads a sweep file; they use the file's own grammar.
final class SweepOptions {

  @Parameters(index = "0", paramLabel = "FILE", description = "the sweep file")
  @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      arity = "1..*",
      description = "set a key of the file, such as load.num-prompts=100; beats the file")
  List<String> set = new ArrayList<>();

  @Option(
      names = "--sweep",
      paramLabel = "NAME=VALUES",
      arity = "1..*",
      description = "sweep a parameter: mem=0.80,0.85 conc=4..256x2; beats the file's axis")
  List<String> sweep = new ArrayList<>();

  @Option(
      names = "--zip",
      paramLabel = "NAME=VALUES",
      arity = "1..*",
      description = "parameters that move together: --zip tp=4,8 nodes=1,2")
  List<String> zip = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "RULE",
      description = "keep only points for which the rule holds, such as 'tp * pp <= 8'")
  List<String> where = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "at most N points; 1 is a smoke test")
  @Nullable Integer limit;

  @Option(
      names = {"-o", "--dir"},
      paramLabel = "DIR",
      description = "the study's folder (default: results/NAME)")
  @Nullable Path directory;

  /// What the command line says about the file.
  Overrides overrides() {
    return new Overrides(
        set,
        sweep,
        zip.isEmpty() ? List.of() : List.of(zip),
        where,
        Optional.ofNullable(limit).map(String::valueOf));
  }

  OptionalInt limit() {
    return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
