package dev.kneeline.dialect.vllm;

import dev.kneeline.search.Grid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `bench sweep serve`: every pair of rows, a server start for each server row.
@Command(
    name = "serve",
    description = "Starts a server for each row of --serve-params and measures every load on it.",
    mixinStandardHelpOptions = true)
final class SweepServe implements Callable<Integer> {

  @Mixin ServeOptions options = new ServeOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  private final Desk desk;

  SweepServe(Desk desk) {
    this.desk = desk;
  }

  @Override
  public Integer call() throws InterruptedException {
    Prepared prepared = Prepared.of(options, new LinkedHashSet<>(), FolderNames.Searched.BELOW);
    BenchSweep.tellNotes(prepared, desk);
    SweepRun run = new SweepRun(prepared, desk, BenchSweep.words(spec));
    if (options.experiment.dryRun) {
      run.preview(known -> List.copyOf(new LinkedHashSet<>(prepared.points().values())), false);
      return 0;
    }
    SweepRun.Result result = run.run(new Grid(prepared.sweep().space()));
    return BenchSweep.report(prepared, result, desk);
  }
}
