package dev.kneeline.dialect.bench;

import dev.kneeline.load.LoadListener;
import dev.kneeline.load.Progress;
import dev.kneeline.load.WorkloadSpec;
import java.io.PrintWriter;

/// One line in a terminal that says how far the run is; silent elsewhere.
final class ProgressLine implements LoadListener {

  private static final String ERASE = "\r\u001b[2K";

  private final PrintWriter err;
  private final boolean shown;
  private volatile boolean begun;

  ProgressLine(PrintWriter err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  @Override
  public void progress(Progress progress) {
    begun |= !progress.elapsed().isZero();
    if (shown) {
      err.print(ERASE + line(progress));
      err.flush();
    }
  }

  /// Whether the load is under way.
  boolean hasBegun() {
    return begun;
  }

  void clear() {
    if (shown) {
      err.print(ERASE);
      err.flush();
    }
  }

  static String line(Progress progress) {
    if (progress.elapsed().isZero()) {
      return "warming up";
    }
    String ttft =
        progress.medianTtftMillis().isPresent()
            ? ", ttft p50 %.1f ms".formatted(progress.medianTtftMillis().getAsDouble())
            : "";
    return "%d%s done, %d in flight, %d failed, %.0f tok/s%s%s"
        .formatted(
            progress.done(),
            isCounted(progress) ? "/" + progress.planned() : "",
            progress.inFlight(),
            progress.failed(),
            progress.tokensPerSecond(),
            ttft,
            remaining(progress));
  }

  private static boolean isCounted(Progress progress) {
    return progress.planned() < WorkloadSpec.UNLIMITED;
  }

  private static String remaining(Progress progress) {
    if (progress.done() == 0 || !isCounted(progress)) {
      return "";
    }
    double perRequest = progress.elapsed().toMillis() / 1000.0 / progress.done();
    return ", %.0f s left".formatted((progress.planned() - progress.done()) * perRequest);
  }
}
