package dev.kneeline.load;

import dev.kneeline.metric.Definitions;
import dev.kneeline.metric.FigureOptions;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The stretch of a run in which its load was at its height, without ramp and drain: from the first
/// moment with a threshold of requests in flight to the last one.
///
/// In a closed loop the threshold is 95 % of the cap, rounded up, as in vLLM's Rust client, whose
/// definitions these are: requests in flight by completed requests, ends before starts at equal
/// times; throughput by what ended inside, tokens by events inside, latencies by requests that
/// started inside. An open loop has no cap; its plateau is the level that it keeps or exceeds for
/// half of the run, and the threshold is 90 % of that.
///
/// @param window relative to the run's start
/// @param level what counts as the height
/// @param started requests that were sent inside
/// @param ended requests that ended inside
/// @param outputTokens tokens that arrived inside
/// @param inputTokens prompt tokens of the requests that were sent inside
/// @param latencies figures of the requests that were sent inside
public record SteadyState(
    Window window,
    Level level,
    long started,
    long ended,
    long outputTokens,
    long inputTokens,
    Figures latencies) {

  private static final double FULL = 0.95;
  private static final double OF_PLATEAU = 0.9;
  private static final double SHORTEST_SECONDS = 10;
  private static final double SHORTEST_SHARE = 0.1;

  /// Requests in flight.
  ///
  /// @param target the cap, or an open loop's plateau
  /// @param share of it that counts as the height
  /// @param threshold how many count as the height
  /// @param peak the most there were
  public record Level(int target, double share, int threshold, int peak) {}

  /// Of a closed loop; empty where it was never full, or full for no time.
  public static Optional<SteadyState> of(Iterable<Sample> samples, int cap, FigureOptions options) {
    return of(samples, new InFlight(samples), cap, FULL, options);
  }

  /// Of an open loop; empty where there is no plateau.
  public static Optional<SteadyState> ofOpenLoop(Iterable<Sample> samples, FigureOptions options) {
    InFlight inFlight = new InFlight(samples);
    return of(samples, inFlight, inFlight.median(), OF_PLATEAU, options);
  }

  private static Optional<SteadyState> of(
      Iterable<Sample> samples,
      InFlight inFlight,
      int target,
      double share,
      FigureOptions options) {
    int threshold = (int) Math.max(1, Math.ceil(share * target));
    Level level = new Level(target, share, threshold, inFlight.peak());
    return inFlight.atLeast(threshold).map(window -> inside(samples, window, level, options));
  }

  public double requestThroughput() {
    return ended / window.seconds();
  }

  public double outputThroughput() {
    return outputTokens / window.seconds();
  }

  public double inputThroughput() {
    return inputTokens / window.seconds();
  }

  /// Why its figures should be taken with care; empty where the window is long enough, which is 10
  /// s or a tenth of the run, whichever is more.
  public Optional<String> warning(Window run) {
    double shortest = Math.max(SHORTEST_SECONDS, SHORTEST_SHARE * run.seconds());
    return window.seconds() >= shortest
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the window of %.1f s is shorter than %.1f s",
                window.seconds(),
                shortest));
  }

  private static SteadyState inside(
      Iterable<Sample> samples, Window window, Level level, FigureOptions options) {
    long started = 0;
    long ended = 0;
    long output = 0;
    long input = 0;
    long last = window.endNanos();
    for (Sample sample : samples) {
      if (!sample.completed()) {
        continue;
      }
      boolean sentInside = contains(window, sample.timing().sentNanos());
      started += sentInside ? 1 : 0;
      input += sentInside ? sample.inputTokens() : 0;
      last = Math.max(last, sample.timing().endNanos());
      ended += contains(window, sample.timing().endNanos()) ? 1 : 0;
      for (int i = 0; i < sample.events().count(); i++) {
        output += contains(window, sample.events().atNanos(i)) ? sample.events().tokens(i) : 0;
      }
    }
    // Read once more rather than kept: there may be a million of them.
    Iterable<Sample> inside =
        () ->
            StreamSupport.stream(samples.spliterator(), false)
                .filter(Sample::completed)
                .filter(sample -> contains(window, sample.timing().sentNanos()))
                .iterator();
    Figures latencies = Definitions.compute(inside, new Window(window.startNanos(), last), options);
    return new SteadyState(window, level, started, ended, output, input, latencies);
  }

  private static boolean contains(Window window, long nanos) {
    return nanos >= window.startNanos() && nanos < window.endNanos();
  }
}
