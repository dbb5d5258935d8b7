package dev.kneeline.report;

import java.time.Duration;

/// Durations as people read them.
public final class DurationText {

  private DurationText() {}

  /// Two units at most: `0.8 s`, `42 s`, `3 min 5 s`, `2 h 14 min`.
  public static String of(double seconds) {
    Duration whole = Duration.ofSeconds(Math.round(seconds));
    if (seconds < 10) {
      return NumberText.tick(Math.round(seconds * 10) / 10.0) + " s";
    }
    if (whole.toMinutes() == 0) {
      return whole.toSeconds() + " s";
    }
    return whole.toHours() == 0
        ? "%d min %d s".formatted(whole.toMinutes(), whole.toSecondsPart())
        : "%s h %d min".formatted(NumberText.grouped(whole.toHours()), whole.toMinutesPart());
  }
}
