package dev.kneeline.plan;

import dev.kneeline.study.Run;
import dev.kneeline.study.Study;
import dev.kneeline.study.Trial;
import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/// What a plan will take.
///
/// Time is the sum over servers of their start and their runs, divided by the lanes that work side
/// by side: 6 servers of 2 s and 24 runs of 3 s on one lane take 84 s. GPU-hours are each server's
/// time multiplied by its GPUs.
///
/// @param time until the last run is committed
/// @param gpuHours GPUs held, in hours
/// @param basis what the estimate rests on, for people
public record Estimate(Duration time, double gpuHours, String basis) {

  /// What is assumed of a server before any run of the study says better.
  private record Pace(double startSeconds, double runSeconds, boolean measured) {}

  private static final Pace WITH_GPUS = new Pace(180, 90, false);
  private static final Pace WITHOUT_GPUS = new Pace(2, 4, false);

  /// @param lanes how many servers run side by side, at least 1
  public static Estimate of(Plan plan, Study study, int lanes) {
    boolean gpus = plan.allocations().stream().anyMatch(allocation -> allocation.gpus() > 0);
    Pace pace = pace(study, gpus ? WITH_GPUS : WITHOUT_GPUS);
    double seconds = 0;
    double gpuSeconds = 0;
    for (ServerNode server : plan.servers()) {
      boolean started = server.spec() instanceof ServerSpec.Start;
      double here = (started ? pace.startSeconds : 0) + server.runs().size() * pace.runSeconds;
      seconds += here;
      gpuSeconds += here * (server.spec() instanceof ServerSpec.Start start ? start.gpus() : 0);
    }
    String basis =
        String.format(
            Locale.ROOT,
            "%s %.3g s a server start, %.3g s a run",
            pace.measured ? "as measured so far:" : "assumed:",
            pace.startSeconds,
            pace.runSeconds);
    return new Estimate(
        Duration.ofMillis(Math.round(1000 * seconds / lanes)), gpuSeconds / 3600, basis);
  }

  private static Pace pace(Study study, Pace otherwise) {
    DoubleSummaryStatistics starts = new DoubleSummaryStatistics();
    DoubleSummaryStatistics runs = new DoubleSummaryStatistics();
    for (Trial trial : study.trials()) {
      List<Run> committed = trial.state().committed();
      for (Run run : committed) {
        runs.accept(run.cost().seconds());
        if (run.cost().serverStartSeconds() > 0) {
          starts.accept(run.cost().serverStartSeconds());
        }
      }
    }
    if (runs.getCount() == 0) {
      return otherwise;
    }
    double start = starts.getCount() == 0 ? otherwise.startSeconds : starts.getAverage();
    return new Pace(start, runs.getAverage(), true);
  }
}
