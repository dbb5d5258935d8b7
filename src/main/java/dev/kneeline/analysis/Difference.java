package dev.kneeline.analysis;

import dev.kneeline.metric.Interval;
import dev.kneeline.space.Point;
import java.util.Optional;
import java.util.OptionalDouble;

/// How one metric differs between two studies, at one configuration or over all that both have.
///
/// @param key the metric's
/// @param at the configuration; empty for the difference over all of them
/// @param before mean in the first study; over all, the geometric mean
/// @param after mean in the second
/// @param interval of the change as a share, at 95 %; empty where runs are too few
/// @param p probability of a difference at least as large by chance, corrected for the number of
///   comparisons; empty where runs are too few for any test
/// @param smallest share that these runs would find four times in five; empty where runs are too
///   few
/// @param verdict what may be concluded
public record Difference(
    String key,
    Optional<Point> at,
    double before,
    double after,
    Optional<Interval> interval,
    OptionalDouble p,
    OptionalDouble smallest,
    Verdict verdict) {

  /// What may be concluded of a difference.
  public enum Verdict {
    BETTER("better"),
    WORSE("worse"),
    CHANGED("changed"),
    NOT_FOUND("no difference found"),
    UNDECIDABLE("too few runs to decide");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// The change as a share of the first study's figure: -0.05 is 5 % less.
  public double change() {
    return after / before - 1;
  }

  /// Whether the difference is more than chance explains, corrected, at 5 %.
  public boolean significant() {
    return switch (verdict) {
      case BETTER, WORSE, CHANGED -> true;
      case NOT_FOUND, UNDECIDABLE -> false;
    };
  }
}
