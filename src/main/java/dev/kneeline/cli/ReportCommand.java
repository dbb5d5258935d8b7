package dev.kneeline.cli;

import dev.kneeline.store.StudyFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline report DIR`: a study as one HTML file that needs no network.
@Command(
    name = "report",
    description = "Writes a study as one HTML page that needs no network.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "the study's folder")
  @Nullable Path folder;

  @Mixin GoalOptions goal = new GoalOptions();

  @Mixin PriceOption price = new PriceOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "default: report.html in the study's folder")
  @Nullable Path out;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (StudyFolder study = Studies.read(folder)) {
      Path file = out == null ? study.root().resolve("report.html") : out;
      ReportFiles.page(file, StudyReport.of(study, study.records(), goal, price));
      spec.commandLine().getOut().println(file);
    }
    return ExitCode.OK;
  }
}
