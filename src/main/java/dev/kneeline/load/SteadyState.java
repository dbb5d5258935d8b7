package dev.kneeline.load;

import dev.kneeline.metric.Definitions;
import dev.kneeline.metric.FigureOptions;
import dev.kneeline.metric.Figures;
import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The stretch of a closed loop in which it is full: from the first moment with 95 % of the cap in
/// flight to the last one, without ramp and drain.
///
/// Definitions are those of vLLM's Rust client: requests in flight by completed requests, ends
/// before starts at equal times; throughput by what ended inside, output by token events inside,
/// latencies by requests that started inside.
///
/// @param window relative to the run's start
/// @param threshold requests in flight that count as full
/// @param started requests that were sent inside
/// @param ended requests that ended inside
/// @param tokens tokens that arrived inside
/// @param latencies figures of the requests that were sent inside
public record SteadyState(
    Window window, int threshold, long started, long ended, long tokens, Figures latencies) {

  private static final double FULL = 0.95;

  /// Empty where the loop was never full, or full for no time.
  public static Optional<SteadyState> of(Iterable<Sample> samples, int cap, FigureOptions options) {
    int threshold = (int) Math.max(1, Math.ceil(FULL * cap));
    return window(samples, threshold).map(window -> inside(samples, window, threshold, options));
  }

  public double requestThroughput() {
    return ended / window.seconds();
  }

  public double outputThroughput() {
    return tokens / window.seconds();
  }

  /// A start is +1 and an end is -1; sorted by time with ends first, one sweep finds the crossings.
  private static Optional<Window> window(Iterable<Sample> samples, int threshold) {
    long[] starts = times(samples, true);
    long[] ends = times(samples, false);
    int inFlight = 0;
    long first = -1;
    long last = -1;
    int ended = 0;
    for (long start : starts) {
      for (; ended < ends.length && ends[ended] <= start; ended++) {
        last = inFlight-- == threshold ? ends[ended] : last;
      }
      inFlight++;
      first = first < 0 && inFlight == threshold ? start : first;
    }
    for (; ended < ends.length; ended++) {
      last = inFlight-- == threshold ? ends[ended] : last;
    }
    return first >= 0 && last > first ? Optional.of(new Window(first, last)) : Optional.empty();
  }

  private static long[] times(Iterable<Sample> samples, boolean start) {
    long[] times = new long[1024];
    int count = 0;
    for (Sample sample : samples) {
      if (sample.completed()) {
        times = count == times.length ? Arrays.copyOf(times, 2 * count) : times;
        times[count++] = start ? sample.timing().sentNanos() : sample.timing().endNanos();
      }
    }
    long[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static SteadyState inside(
      Iterable<Sample> samples, Window window, int threshold, FigureOptions options) {
    long started = 0;
    long ended = 0;
    long tokens = 0;
    for (Sample sample : samples) {
      if (!sample.completed()) {
        continue;
      }
      started += contains(window, sample.timing().sentNanos()) ? 1 : 0;
      ended += contains(window, sample.timing().endNanos()) ? 1 : 0;
      for (int i = 0; i < sample.events().count(); i++) {
        tokens += contains(window, sample.events().atNanos(i)) ? sample.events().tokens(i) : 0;
      }
    }
    // Read once more rather than kept: there may be a million of them.
    Iterable<Sample> inside =
        () ->
            StreamSupport.stream(samples.spliterator(), false)
                .filter(Sample::completed)
                .filter(sample -> contains(window, sample.timing().sentNanos()))
                .iterator();
    Figures latencies = Definitions.compute(inside, window, options);
    return new SteadyState(window, threshold, started, ended, tokens, latencies);
  }

  private static boolean contains(Window window, long nanos) {
    return nanos >= window.startNanos() && nanos < window.endNanos();
  }
}
