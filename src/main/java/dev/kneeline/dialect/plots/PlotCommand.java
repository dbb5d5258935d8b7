package dev.kneeline.dialect.plots;

import dev.kneeline.analysis.Groups;
import dev.kneeline.analysis.Row;
import dev.kneeline.report.Chart;
import dev.kneeline.report.PlotChart;
import dev.kneeline.report.PlotSpec;
import dev.kneeline.report.UnsetGroups;
import java.io.PrintWriter;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bench sweep plot EXPERIMENT_DIR`: curves of a sweep's results, with the options of vLLM's
/// command of that name.
@Command(
    name = "plot",
    description = {
      "Draws the results of a sweep, a study's or those in vLLM's layout, as PNG and SVG.",
      "Runs of one configuration are one spot at their means, with a band for their spread."
    },
    mixinStandardHelpOptions = true)
final class PlotCommand implements Callable<Integer> {

  private static final String X = "request_throughput";
  private static final String Y = "p99_ttft_ms";

  @Parameters(paramLabel = "EXPERIMENT_DIR", description = "the folder of the results")
  Path folder = Path.of("");

  @Option(
      names = "--fig-dir",
      paramLabel = "DIR",
      description = "where pictures go, from EXPERIMENT_DIR (default: there)")
  Path pictures = Path.of("");

  @Option(names = "--fig-by", paramLabel = "NAMES", split = ",", description = "a picture for each")
  List<String> figureBy = new ArrayList<>();

  @Option(names = "--row-by", paramLabel = "NAMES", split = ",", description = "rows of panels by")
  List<String> rowBy = new ArrayList<>();

  @Option(
      names = "--col-by",
      paramLabel = "NAMES",
      split = ",",
      description = "columns of panels by")
  List<String> columnBy = new ArrayList<>();

  @Option(
      names = "--curve-by",
      paramLabel = "NAMES",
      split = ",",
      description = "colours by (default: what varies and is not elsewhere)")
  List<String> curveBy = new ArrayList<>();

  @Option(
      names = "--var-x",
      paramLabel = "NAME",
      defaultValue = X,
      description = "parameter or metric (default: ${DEFAULT-VALUE})")
  String x = X;

  @Option(
      names = "--var-y",
      paramLabel = "METRIC",
      defaultValue = Y,
      description = "default: ${DEFAULT-VALUE}")
  String y = Y;

  @Option(
      names = "--filter-by",
      paramLabel = "CONDITIONS",
      split = ",",
      description = "only configurations for which all hold, such as 'max_concurrency<=1024'")
  List<String> filterBy = new ArrayList<>();

  @Option(
      names = "--bin-by",
      paramLabel = "NAME%SIZE",
      split = ",",
      description = "puts values together: floor(value / size) * size")
  List<String> binBy = new ArrayList<>();

  @Option(
      names = "--scale-x",
      paramLabel = "SCALE",
      description = "linear, log, log2, log10 or symlog (default: by the data)")
  @Nullable String scaleX;

  @Option(names = "--scale-y", paramLabel = "SCALE", description = "the same for y")
  @Nullable String scaleY;

  @Option(
      names = "--fig-name",
      paramLabel = "NAME",
      defaultValue = "FIGURE",
      description = "begins every picture's name (default: ${DEFAULT-VALUE})")
  String figureName = "FIGURE";

  @Option(names = "--no-error-bars", description = "leaves out the spread of repeated runs")
  boolean noErrorBars;

  @Option(
      names = "--fig-height",
      paramLabel = "INCHES",
      defaultValue = "6.4",
      description = "of all panels together (default: ${DEFAULT-VALUE})")
  double height = 6.4;

  @Option(
      names = "--fig-dpi",
      paramLabel = "DPI",
      defaultValue = "300",
      description = "pixels to an inch of a PNG (default: ${DEFAULT-VALUE})")
  double dotsPerInch = 300;

  @Option(names = "--dry-run", description = "tells the pictures without drawing them")
  boolean dryRun;

  private final SweepPlots.Surroundings here;

  PlotCommand(SweepPlots.Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    requireSizes();
    PlotSpec spec = spec();
    List<FilterBy> conditions = FilterBy.parse(filterBy);
    Experiment experiment = Experiment.read(folder, here.studies());
    SweepPlots.tell(experiment, here.err());
    List<Row> rows = FilterBy.filter(experiment.rows(), conditions);
    if (rows.isEmpty()) {
      throw new PlotRefusal(
          PlotRefusal.FAILED,
          "no configuration passes --filter-by",
          "%d were measured".formatted(experiment.rows().size()));
    }
    requireKnown(rows);
    List<String> grouping = new ArrayList<>(curveBy);
    List.of(rowBy, columnBy, figureBy).forEach(grouping::addAll);
    UnsetGroups.warnings(rows, grouping).forEach(each -> here.err().println("warning: " + each));
    Map<String, Chart> charts = PlotChart.figures(experiment.name(), rows, spec, figureBy);
    if (charts.isEmpty()) {
      throw new PlotRefusal(
          PlotRefusal.FAILED, "no configuration has both %s and %s".formatted(x, y), "");
    }
    charts.forEach((which, chart) -> picture(which, chart, rows));
    here.out().flush();
    return 0;
  }

  private void picture(String which, Chart chart, List<Row> rows) {
    PrintWriter out = here.out();
    String suffix = which.isEmpty() ? "" : "-" + which.replace(", ", "-");
    String name = (figureName + suffix).replaceAll("[^\\w.=+-]+", "_");
    Path png = folder.resolve(pictures).resolve(name + ".png");
    if (dryRun) {
      out.println("[BEGIN FIGURE]");
      out.println("Group: " + (which.isEmpty() ? "all" : which));
      out.println(
          "Grid: %d x %d"
              .formatted(Groups.by(rows, rowBy).size(), Groups.by(rows, columnBy).size()));
      out.println("Output file: " + png);
      out.println("[END FIGURE]");
    } else {
      PictureFiles.write(chart, png, dotsPerInch);
      out.println(png);
    }
  }

  private PlotSpec spec() {
    List<String> notes = new ArrayList<>();
    if (x.equals(X) && y.equals(Y)) {
      notes.add("x %s and y %s by default".formatted(X, Y));
    }
    if (!filterBy.isEmpty()) {
      notes.add("only " + String.join(", ", filterBy));
    }
    return PlotSpec.of(x, y)
        .withCurves(curveBy)
        .withPanels(rowBy, columnBy)
        .withBins(bins())
        .withScales(scale(scaleX), scale(scaleY))
        .withLook(
            new PlotSpec.Look(
                !noErrorBars, OptionalDouble.of(height * PictureFiles.PIXELS), notes));
  }

  private Map<String, Double> bins() {
    Map<String, Double> bins = new LinkedHashMap<>();
    for (String text : binBy) {
      String[] parts = text.split("%", -1);
      double size = parts.length == 2 ? positive(parts[1]) : 0;
      if (size <= 0 || parts[0].isBlank()) {
        throw new PlotRefusal(
            PlotRefusal.WRONG,
            "'%s' is no bin".formatted(text),
            "write for example --bin-by request_throughput%1");
      }
      bins.put(parts[0].strip(), size);
    }
    return bins;
  }

  private static double positive(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException words) {
      return 0;
    }
  }

  /// Values of ours are above 0, where `symlog` is a logarithm.
  private static Optional<Chart.Scale> scale(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (name) {
          case "linear" -> Chart.Scale.LINEAR;
          case "log", "log10", "symlog" -> Chart.Scale.LOG10;
          case "log2" -> Chart.Scale.LOG2;
          default ->
              throw new PlotRefusal(
                  PlotRefusal.WRONG,
                  "unknown scale '%s'".formatted(name),
                  "the scales are linear, log, log2, log10 and symlog");
        });
  }

  private void requireSizes() {
    if (!(height > 0 && height <= 100) || !(dotsPerInch >= 20 && dotsPerInch <= 1200)) {
      throw new PlotRefusal(
          PlotRefusal.WRONG, "--fig-height is above 0 and at most 100, --fig-dpi 20 to 1200", "");
    }
  }

  private void requireKnown(List<Row> rows) {
    for (String name : List.of(x, y)) {
      if (!FilterBy.known(rows, name)) {
        throw FilterBy.unknown(rows, name);
      }
    }
    if (rows.stream().noneMatch(row -> row.average(y).isPresent())) {
      throw new PlotRefusal(PlotRefusal.WRONG, "'%s' is no metric".formatted(y), "y is measured");
    }
  }
}
