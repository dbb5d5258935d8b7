package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Metrics;
import dev.kneeline.metric.Objective;
import dev.kneeline.report.Chart;
import dev.kneeline.report.PlotChart;
import dev.kneeline.report.PlotSpec;
import dev.kneeline.report.Png;
import dev.kneeline.report.Svg;
import dev.kneeline.report.UnsetGroups;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline plot DIR`: a metric over a parameter or another metric, by curves and panels.
@Command(
    name = "plot",
    description = "Draws a metric over a parameter or another metric as PNG and SVG.",
    mixinStandardHelpOptions = true)
final class PlotCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "the study's folder")
  @Nullable Path folder;

  @Mixin RowOptions filter = new RowOptions();

  @Option(
      names = "--x",
      paramLabel = "NAME",
      description = "parameter or metric (default: the load's parameter that varies)")
  @Nullable String x;

  @Option(
      names = "--y",
      paramLabel = "METRIC",
      description = "default: the objective's metric, else output_throughput")
  @Nullable String y;

  @Option(names = "--curve", paramLabel = "NAMES", split = ",", description = "colours by")
  List<String> curves = new ArrayList<>();

  @Option(names = "--row", paramLabel = "NAMES", split = ",", description = "rows of panels by")
  List<String> panelRows = new ArrayList<>();

  @Option(names = "--col", paramLabel = "NAMES", split = ",", description = "columns of panels by")
  List<String> panelColumns = new ArrayList<>();

  @Option(names = "--figure", paramLabel = "NAMES", split = ",", description = "a picture for each")
  List<String> figures = new ArrayList<>();

  @Option(
      names = "--bin",
      paramLabel = "NAME=SIZE",
      split = ",",
      description = "puts values together by steps of a size")
  Map<String, Double> bins = new LinkedHashMap<>();

  @Option(names = "--scale-x", description = "linear, log2 or log10 (default: by the data)")
  @Nullable Spacing scaleX;

  @Option(names = "--scale-y", description = "linear, log2 or log10 (default: by the data)")
  @Nullable Spacing scaleY;

  @Option(names = "--no-bands", description = "leaves out the spread of repeated runs")
  boolean noBands;

  @Option(names = "--out", paramLabel = "DIR", description = "default: the study's folder")
  @Nullable Path out;

  @Spec CommandSpec spec = CommandSpec.create();

  /// An axis' spacing as it is typed.
  enum Spacing {
    LINEAR(Chart.Scale.LINEAR),
    LOG2(Chart.Scale.LOG2),
    LOG10(Chart.Scale.LOG10);

    private final Chart.Scale scale;

    Spacing(Chart.Scale scale) {
      this.scale = scale;
    }
  }

  @Override
  public Integer call() {
    try (StudyFolder study = Studies.read(folder)) {
      KeptQuestion question = KeptQuestion.read(study.root());
      List<Row> rows = filter.rows(study, spec.commandLine().getErr());
      PlotSpec plot = plot(rows, question);
      List<String> grouping = new ArrayList<>(curves);
      List.of(panelRows, panelColumns, figures).forEach(grouping::addAll);
      UnsetGroups.warnings(rows, grouping)
          .forEach(each -> spec.commandLine().getErr().println("warning: " + each));
      Map<String, Chart> charts = PlotChart.figures(question.name(), rows, plot, figures);
      if (charts.isEmpty()) {
        throw new Refusal(
            ExitCode.FAILED,
            "no configuration of this study has both %s and %s".formatted(plot.x(), plot.y()),
            "`kneeline show DIR --columns all` shows what was measured");
      }
      Path place = out == null ? study.root() : out;
      charts.forEach((which, chart) -> draw(place, which, chart));
    }
    return ExitCode.OK;
  }

  private PlotSpec plot(List<Row> rows, KeptQuestion question) {
    String across =
        Optional.ofNullable(x)
            .or(() -> PlotChart.usualX(rows))
            .orElseThrow(() ->
                new Refusal(
                    ExitCode.WRONG,
                    "no parameter of this study varies in numbers",
                    "give a metric, such as --x request_throughput"));
    String up =
        Optional.ofNullable(y)
            .or(() -> question.goal().map(goal -> goal.objective()).map(Objective::key))
            .orElse("output_throughput");
    if (Metrics.find(up).isEmpty()) {
      throw new Refusal(
          ExitCode.WRONG,
          "unknown metric '%s'".formatted(up),
          Metrics.nearest(up)
              .map("did you mean '%s'?"::formatted)
              .orElse("the metrics are listed in docs/reference/metrics.md"));
    }
    return PlotSpec.of(across, up)
        .withCurves(curves)
        .withPanels(panelRows, panelColumns)
        .withBins(bins)
        .withScales(
            Optional.ofNullable(scaleX).map(each -> each.scale),
            Optional.ofNullable(scaleY).map(each -> each.scale))
        .withLook(new PlotSpec.Look(!noBands, OptionalDouble.empty(), List.of()));
  }

  private void draw(Path place, String which, Chart chart) {
    String suffix = which.isEmpty() ? "" : "-" + which.replaceAll("[^\\w.=,-]+", "_");
    String svg = Svg.of(chart);
    ReportFiles.write(
        place.resolve("plot" + suffix + ".svg"), svg.getBytes(StandardCharsets.UTF_8));
    Path png = place.resolve("plot" + suffix + ".png");
    ReportFiles.write(png, Png.of(svg));
    spec.commandLine().getOut().println(png);
  }
}
