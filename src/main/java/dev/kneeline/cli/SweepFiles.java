package dev.kneeline.cli;

import dev.kneeline.sweep.MachineFacts;
import dev.kneeline.sweep.Problem;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.ReadOutcome;
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
    SweepReader reader = new SweepReader(Path.of(System.getProperty("user.home")));
    return switch (reader.read(options.file, options.overrides(), facts)) {
      case ReadOutcome.Read read -> {
        tell(read.problems());
        yield read;
      }
      case ReadOutcome.Refused(List<Problem> problems) -> {
        tell(problems);
        throw new Refusal(ExitCode.WRONG, "", "");
      }
    };
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
