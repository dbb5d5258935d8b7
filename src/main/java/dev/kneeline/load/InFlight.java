package dev.kneeline.load;

import dev.kneeline.metric.Sample;
import dev.kneeline.metric.Window;
import java.util.Arrays;
import java.util.Optional;

/// Completed requests in flight over time, exactly: a start is +1 and an end is -1, ends before
/// starts at equal times.
final class InFlight {

  private final long[] starts;
  private final long[] ends;

  InFlight(Iterable<Sample> samples) {
    starts = times(samples, true);
    ends = times(samples, false);
  }

  /// Hears of every change.
  private interface Listener {
    void changed(long atNanos, int before, int after);
  }

  private void sweep(Listener listener) {
    int inFlight = 0;
    int ended = 0;
    for (long start : starts) {
      for (; ended < ends.length && ends[ended] <= start; ended++, inFlight--) {
        listener.changed(ends[ended], inFlight, inFlight - 1);
      }
      listener.changed(start, inFlight, inFlight + 1);
      inFlight++;
    }
    for (; ended < ends.length; ended++, inFlight--) {
      listener.changed(ends[ended], inFlight, inFlight - 1);
    }
  }

  int peak() {
    int[] peak = new int[1];
    sweep((at, before, after) -> peak[0] = Math.max(peak[0], after));
    return peak[0];
  }

  /// The level that is kept or exceeded for half of the time from the first start to the last end.
  /// With one request of 10 s beside another of its last 6 s it is 2.
  int median() {
    long[] nanosAt = new long[peak() + 1];
    long[] since = {starts.length == 0 ? 0 : starts[0]};
    sweep((at, before, after) -> {
      nanosAt[before] += at - since[0];
      since[0] = at;
    });
    long half = Arrays.stream(nanosAt).sum() / 2;
    int level = nanosAt.length - 1;
    for (long above = nanosAt[level]; above < half && level > 0; above += nanosAt[level]) {
      level--;
    }
    return level;
  }

  /// From the first moment with so many in flight to the last one; empty where there was none, or
  /// for no time.
  Optional<Window> atLeast(int threshold) {
    long[] ends = {-1, -1};
    sweep((at, before, after) -> {
      if (after == threshold && before < after && ends[0] < 0) {
        ends[0] = at;
      }
      if (before == threshold && after < before) {
        ends[1] = at;
      }
    });
    return ends[0] >= 0 && ends[1] > ends[0]
        ? Optional.of(new Window(ends[0], ends[1]))
        : Optional.empty();
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
}
