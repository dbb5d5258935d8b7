package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.report.ParetoSpec;
import dev.kneeline.report.UnsetGroups;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline pareto DIR`: the frontier of two metrics as PNG and SVG.
@Command(
    name = "pareto",
    description = "Draws the frontier of two metrics as PNG and SVG.",
    mixinStandardHelpOptions = true)
final class ParetoCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "the study's folder")
  @Nullable Path folder;

  @Mixin RowOptions filter = new RowOptions();

  @Option(
      names = "--x",
      paramLabel = "METRIC",
      defaultValue = ParetoPictures.X,
      description = "default: ${DEFAULT-VALUE}")
  String x = ParetoPictures.X;

  @Option(
      names = "--y",
      paramLabel = "METRIC",
      description = "default: total_tokens_per_gpu, or output_throughput where no GPU was used")
  @Nullable String y;

  @Option(
      names = "--label",
      paramLabel = "NAMES",
      split = ",",
      description = "what the frontier's labels tell (default: what varies along it)")
  List<String> labels = new ArrayList<>();

  @Option(names = "--out", paramLabel = "DIR", description = "default: the study's folder")
  @Nullable Path out;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (StudyFolder study = Studies.read(folder)) {
      List<Row> rows = filter.rows(study, spec.commandLine().getErr());
      String vertical = y == null ? ParetoPictures.defaultY(rows) : y;
      GoalOptions.requireMetric(x);
      GoalOptions.requireMetric(vertical);
      UnsetGroups.warnings(rows, labels)
          .forEach(each -> spec.commandLine().getErr().println("warning: " + each));
      Path png =
          ParetoPictures.draw(
                  KeptQuestion.read(study.root()).name(),
                  rows,
                  new ParetoSpec(x, vertical, labels, List.of()),
                  out == null ? study.root() : out)
              .orElseThrow(() ->
                  new Refusal(
                      ExitCode.FAILED,
                      "no run of this study has both %s and %s".formatted(x, vertical),
                      "`kneeline show DIR --columns all` shows what was measured"));
      spec.commandLine().getOut().println(png);
    }
    return ExitCode.OK;
  }
}
