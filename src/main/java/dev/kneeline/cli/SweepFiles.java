package dev.kneeline.cli;

import dev.kneeline.dialect.params.CombinationSweep;
import dev.kneeline.dialect.params.ParamsRefusal;
import dev.kneeline.plan.Simulation;
import dev.kneeline.sweep.EngineReader;
import dev.kneeline.sweep.MachineFacts;
import dev.kneeline.sweep.Problem;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.ReadOutcome;
import dev.kneeline.sweep.Source;
import dev.kneeline.sweep.SweepReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/// Reads the sweep file that a verb was given, and tells what is wrong or worth knowing.
final class SweepFiles {

  private final PrintWriter err;

  SweepFiles(PrintWriter err) {
    this.err = err;
  }

  /// The file as a question; warnings and notes are printed.
  ///
  /// @throws Refusal with the exit code only, after all problems were printed
  ReadOutcome.Read read(SweepOptions options, MachineFacts facts) {
    if (options.file == null) {
      throw new Refusal(
          ExitCode.WRONG, "which sweep file?", "`kneeline init` writes one to start from");
    }
    return switch (outcome(options, options.file, facts)) {
      case ReadOutcome.Read read -> {
        tell(read.problems());
        yield options.simulate ? simulated(read) : read;
      }
      case ReadOutcome.Refused(List<Problem> problems) -> {
        tell(problems);
        throw new Refusal(ExitCode.WRONG, "", "");
      }
    };
  }

  /// The question put to simulated engines.
  ///
  /// @throws Refusal where nothing stands in for its server
  private static ReadOutcome.Read simulated(ReadOutcome.Read read) {
    String flags = System.getenv().getOrDefault(Simulation.FLAGS, "");
    try {
      return new ReadOutcome.Read(
          Simulation.of(read.sweep(), flags), read.problems(), read.sourceText());
    } catch (IllegalArgumentException real) {
      throw new Refusal(
          ExitCode.WRONG,
          "--simulate cannot be: " + real.getMessage(),
          "leave it out, or take engine: sim");
    }
  }

  private static ReadOutcome outcome(SweepOptions options, Path file, MachineFacts facts) {
    Path home = Path.of(System.getProperty("user.home"));
    SweepReader reader = new SweepReader(home);
    if (!CombinationSweep.isList(file)) {
      requireAbsent(options, file);
      return reader.read(file, options.overrides(), facts);
    }
    Source source = Source.of(file + ", as a sweep", combinations(options, file));
    return reader.read(source, options.overrides(), facts, EngineReader.beside(file, home));
  }

  private static void requireAbsent(SweepOptions options, Path file) {
    if (options.engine != null || options.model != null) {
      throw new Refusal(
          ExitCode.WRONG,
          "--engine and --model are for a list of combinations, and %s is none".formatted(file),
          "--set engine=sim server.model=M changes what a sweep file says");
    }
  }

  private static String combinations(SweepOptions options, Path file) {
    if (options.engine == null || options.model == null) {
      throw new Refusal(
          ExitCode.WRONG,
          "%s lists combinations, and says neither engine nor model".formatted(file),
          "add --engine E --model M; `kneeline init --from %s` writes a sweep file to edit"
              .formatted(file));
    }
    return combinations(file, options.engine, options.model);
  }

  /// The sweep file that a list of combinations becomes.
  ///
  /// @throws Refusal where the list cannot be read
  static String combinations(Path file, String engine, String model) {
    try {
      return CombinationSweep.text(file, engine, model);
    } catch (ParamsRefusal refusal) {
      throw new Refusal(ExitCode.WRONG, refusal.message(), refusal.hint());
    }
  }

  private void tell(List<Problem> problems) {
    if (!problems.isEmpty()) {
      err.println(Problems.render(problems));
      err.println();
    }
  }

  /// Where the study lies: `results/NAME` unless said otherwise.
  static Path studyFolder(SweepOptions options, String name) {
    return options.directory == null ? Path.of("results", name) : options.directory;
  }
}
