package dev.kneeline.dialect.plots;

import dev.kneeline.analysis.Row;
import dev.kneeline.report.Chart;
import dev.kneeline.report.ParetoChart;
import dev.kneeline.report.ParetoSpec;
import dev.kneeline.report.UnsetGroups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bench sweep plot_pareto EXPERIMENT_DIR`: speed of one user against throughput of one GPU, with
/// the options of vLLM's command of that name.
@Command(
    name = "plot_pareto",
    description = {
      "Draws tokens/s of one user against tokens/s of one GPU and their frontier, over the means of"
          + " each configuration, as pareto/PARETO.png and .svg in the folder."
    },
    mixinStandardHelpOptions = true)
final class PlotParetoCommand implements Callable<Integer> {

  private static final String USERS = "max_concurrency";
  private static final double DOTS_PER_INCH = 192;

  /// Runs that are named one by one when they are left out.
  private static final int NAMED = 10;

  @Parameters(paramLabel = "EXPERIMENT_DIR", description = "the folder of the results")
  Path folder = Path.of("");

  @Option(
      names = "--user-count-var",
      paramLabel = "NAME",
      defaultValue = USERS,
      description =
          "what counts the users (default: ${DEFAULT-VALUE}); where it is not set:"
              + " max_concurrent_requests")
  String users = USERS;

  @Option(
      names = "--gpu-count-var",
      paramLabel = "NAME",
      description =
          "what counts the GPUs, or their number (default: tensor x pipeline x data parallel,"
              + " wherever they are given)")
  @Nullable String gpus;

  @Option(
      names = "--label-by",
      paramLabel = "NAMES",
      split = ",",
      defaultValue = "max_concurrency,gpu_count",
      description = "what the frontier's labels tell (default: ${DEFAULT-VALUE})")
  List<String> labels = new ArrayList<>();

  @Option(names = "--dry-run", description = "tells the picture without drawing it")
  boolean dryRun;

  private final SweepPlots.Surroundings here;

  PlotParetoCommand(SweepPlots.Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    Experiment experiment = Experiment.read(folder, here.studies());
    SweepPlots.tell(experiment, here.err());
    UsersAndGpus counts = new UsersAndGpus(users, gpus == null ? "" : gpus);
    List<Row> rows = counts.of(experiment.rows());
    tellSkipped(counts.skipped());
    if (rows.isEmpty()) {
      throw new PlotRefusal(
          PlotRefusal.FAILED,
          "no run has both output_throughput and a number of users",
          "name what counts them with --user-count-var");
    }
    UnsetGroups.warnings(rows, labels).forEach(each -> here.err().println("warning: " + each));
    ParetoSpec spec =
        new ParetoSpec(UsersAndGpus.PER_USER, UsersAndGpus.PER_GPU, labels, notes(counts));
    Chart chart = ParetoChart.of(experiment.name(), rows, spec).orElseThrow();
    Path png = folder.resolve("pareto").resolve("PARETO.png");
    if (!dryRun) {
      PictureFiles.write(chart, png, DOTS_PER_INCH);
    }
    here.out().println(dryRun ? "Output file: " + png : png.toString());
    here.out().flush();
    return 0;
  }

  private List<String> notes(UsersAndGpus counts) {
    List<String> notes = new ArrayList<>();
    notes.add("users: %s".formatted(users) + (users.equals(USERS) ? " (default)" : ""));
    if (counts.assumed() > 0) {
      notes.add("GPUs of %s unknown: 1 assumed".formatted(many(counts.assumed(), "configuration")));
    }
    if (!counts.skipped().isEmpty()) {
      notes.add(many(counts.skipped().size(), "run") + " without users skipped");
    }
    return notes;
  }

  private static String many(int count, String what) {
    return "%d %s%s".formatted(count, what, count == 1 ? "" : "s");
  }

  private void tellSkipped(List<String> skipped) {
    if (!skipped.isEmpty()) {
      here.err()
          .println(
              "skipped %s without output_throughput or a number of users:"
                  .formatted(many(skipped.size(), "run")));
      skipped.stream().limit(NAMED).forEach(run -> here.err().println("  " + run));
      if (skipped.size() > NAMED) {
        here.err().println("  and %d more".formatted(skipped.size() - NAMED));
      }
    }
  }
}
