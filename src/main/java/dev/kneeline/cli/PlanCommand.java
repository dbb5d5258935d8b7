package dev.kneeline.cli;

import dev.kneeline.exec.HostMachine;
import dev.kneeline.plan.Overview;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Sweep;
import dev.kneeline.report.PlanJson;
import dev.kneeline.report.PlanText;
import dev.kneeline.sweep.DryRun;
import dev.kneeline.sweep.PlanFiles;
import dev.kneeline.sweep.Strategies;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kneeline plan FILE`: the dry run. Exit code 0 means that `run` would begin.
@Command(
    name = "plan",
    description = "The dry run: tree, counts, commands and an estimate; starts nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  @Mixin SweepOptions options = new SweepOptions();

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table or json (default: ${DEFAULT-VALUE})")
  Format format = Format.TABLE;

  @Option(names = "--all", description = "every server and command, not the first ones")
  boolean all;

  @Option(names = "--out", paramLabel = "DIR", description = "write every file of the plan there")
  @Nullable Path out;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter talk = spec.commandLine().getErr();
    PrintWriter data = spec.commandLine().getOut();
    Sweep sweep = new SweepFiles(talk).read(options, Machine.facts(HostMachine.look())).sweep();
    Overview overview =
        DryRun.of(sweep, SweepFiles.studyFolder(options, sweep.name()), options.limit());
    switch (format) {
      case TABLE -> {
        data.print(PlanText.of(overview, all));
        Strategies.coverage(sweep).ifPresent(line -> talk.println("cover: " + line));
        Strategies.slo(sweep).ifPresent(search -> data.println("slo: " + search.line()));
      }
      case JSON -> data.print(PlanJson.of(overview));
      case CSV, MD ->
          throw new Refusal(
              ExitCode.WRONG, "a plan is no table", "use --format table or --format json");
    }
    data.flush();
    if (out != null) {
      Plan plan = overview.plan();
      talk.println("%d files written to %s".formatted(PlanFiles.write(plan, overview, out), out));
    }
    return ExitCode.OK;
  }
}
