package dev.kneeline.dialect.vllm;

import dev.kneeline.search.Grid;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench sweep startup`: cold and warm start times of every pair of rows, by `vllm bench startup`.
@Command(
    name = "startup",
    description =
        "Measures how long servers take to start, cold and warm, by a command of its own.",
    mixinStandardHelpOptions = true)
final class SweepStartup implements Callable<Integer> {

  @Option(
      names = "--startup-cmd",
      paramLabel = "COMMAND",
      defaultValue = "vllm bench startup",
      description = "Measures one start (default: ${DEFAULT-VALUE}).")
  String startupCommand = "vllm bench startup";

  @Option(names = "--serve-params", paramLabel = "FILE", description = "Rows of server parameters.")
  Optional<Path> serveParams = Optional.empty();

  @Option(
      names = "--startup-params",
      paramLabel = "FILE",
      description = "Rows of the command's own parameters, which win over the server's.")
  Optional<Path> startupParams = Optional.empty();

  @Option(
      names = "--strict-params",
      description = "Refuses parameters that the command does not have; else they are left out.")
  boolean strictParams;

  @Mixin ExperimentOptions experiment = new ExperimentOptions();

  @Option(
      names = "--num-runs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs of each pair of rows (default: ${DEFAULT-VALUE}).")
  int runs = 1;

  @Option(names = "--show-stdout", description = "Shows what the command says.")
  boolean showStdout;

  @Spec CommandSpec spec = CommandSpec.create();

  private final Desk desk;

  SweepStartup(Desk desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    Prepared prepared = new StartupPart(this).prepare();
    BenchSweep.tellNotes(prepared, desk);
    SweepRun run = new SweepRun(prepared, desk, BenchSweep.words(spec));
    if (experiment.dryRun) {
      run.preview(known -> List.copyOf(new LinkedHashSet<>(prepared.points().values())), false);
      return 0;
    }
    return BenchSweep.report(prepared, run.run(new Grid(prepared.sweep().space())), desk);
  }

  /// What it has in common with the other sweeps.
  ServeOptions common() {
    ServeOptions common = new ServeOptions();
    common.experiment = experiment;
    common.runs = runs;
    common.showStdout = showStdout;
    return common;
  }
}
