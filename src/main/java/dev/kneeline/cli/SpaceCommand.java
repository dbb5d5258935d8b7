package dev.kneeline.cli;

import dev.kneeline.exec.HostMachine;
import dev.kneeline.plan.Sweep;
import dev.kneeline.report.SpaceText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `kneeline space FILE`: what a sweep file's space is made of, and how large it really is.
@Command(
    name = "space",
    description = "Shows parameters, exact sizes, what each rule removes, warnings, sample points.",
    mixinStandardHelpOptions = true)
final class SpaceCommand implements Callable<Integer> {

  @Mixin SweepOptions options = new SweepOptions();

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table or json (default: ${DEFAULT-VALUE})")
  Format format = Format.TABLE;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Sweep sweep =
        new SweepFiles(spec.commandLine().getErr())
            .read(options, Machine.facts(HostMachine.look()))
            .sweep();
    switch (format) {
      case TABLE -> out.print(SpaceText.table(sweep.name(), sweep.space()));
      case JSON -> out.print(SpaceText.json(sweep.name(), sweep.space()));
      case CSV, MD ->
          throw new Refusal(
              ExitCode.WRONG, "a space is no table", "use --format table or --format json");
    }
    out.flush();
    return ExitCode.OK;
  }
}
