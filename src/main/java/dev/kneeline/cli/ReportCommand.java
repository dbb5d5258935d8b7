package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.Findings;
import dev.kneeline.store.Records;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      KeptQuestion question = KeptQuestion.read(study.root());
      Optional<Objective> objective = goal.objective(question.goal());
      List<Slo> slos = goal.slos(question.goal());
      Records records = study.records();
      List<Row> rows = StudyRows.of(study, records, question, price.or(question.gpuHourPrice()));
      Path file = out == null ? study.root().resolve("report.html") : out;
      ReportFiles.page(
          file,
          new Findings(
              question.name(),
              rows,
              objective,
              slos,
              StudyEvidence.of(study.root(), records, rows, objective, slos)));
      spec.commandLine().getOut().println(file);
    }
    return ExitCode.OK;
  }
}
