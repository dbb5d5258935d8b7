package dev.kneeline.dialect.vllm;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench sweep serve_workload`: for every pair of rows a curve from one request at a time to all
/// at once.
@Command(
    name = "serve_workload",
    description =
        "Measures every pair of rows under loads from one request at a time to all at once.",
    mixinStandardHelpOptions = true)
final class SweepServeWorkload implements Callable<Integer> {

  @Mixin ServeOptions options = new ServeOptions();

  @Option(
      names = "--workload-var",
      defaultValue = "REQUEST_RATE",
      description = "request_rate or max_concurrency (default: request_rate).")
  Workload.Variable variable = Workload.Variable.REQUEST_RATE;

  @Option(
      names = "--workload-iters",
      paramLabel = "N",
      defaultValue = "10",
      description = "Levels of each pair, both ends among them (default: ${DEFAULT-VALUE}).")
  int levels = 10;

  @Spec CommandSpec spec = CommandSpec.create();

  private final Desk desk;

  SweepServeWorkload(Desk desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (levels < 2) {
      throw SweepRefusal.wrong("--workload-iters is 2 or more, not " + levels, "");
    }
    Prepared prepared =
        Prepared.of(options, Workload.searched(variable), FolderNames.Searched.BESIDE);
    Workload workload = new Workload(prepared, variable, levels);
    BenchSweep.tellNotes(prepared, desk);
    SweepRun run = new SweepRun(prepared, desk, BenchSweep.words(spec));
    if (!options.experiment.dryRun) {
      return BenchSweep.report(prepared, run.run(workload), desk);
    }
    run.preview(workload::ahead, false);
    desk.out().println("and up to %d levels between the two of each pair".formatted(levels - 2));
    desk.out().flush();
    return 0;
  }
}
