package dev.kneeline.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// How the measuring is carried out.
///
/// @param repetitions runs of each point, at least 1; with `until` this many at most
/// @param order in which the repetitions are taken
/// @param seed a run's seed is this plus its repetition, equal across points, so that comparisons
///   are paired and caches are not replayed
/// @param runTimeout after which one run is given up
/// @param budget when the sweep ends early
/// @param monotone parameters by full name: a point that ran out of memory prunes those that are at
///   least as large in every one of them and equal in all other server and allocation parameters
/// @param until ends a point's repetitions early
public record Conduct(
    int repetitions,
    Order order,
    long seed,
    Duration runTimeout,
    Budget budget,
    List<String> monotone,
    Optional<Precision> until) {

  /// As many repetitions of every point.
  public Conduct(
      int repetitions,
      Order order,
      long seed,
      Duration runTimeout,
      Budget budget,
      List<String> monotone) {
    this(repetitions, order, seed, runTimeout, budget, monotone, Optional.empty());
  }

  /// The same with one run of every point.
  public Conduct once() {
    return new Conduct(1, order, seed, runTimeout, budget, monotone);
  }

  /// The order of runs.
  public enum Order {
    /// All loads of a server once, then all of them again.
    INTERLEAVE_LOADS,
    /// As above, and the servers restart between repetitions: slower, guards against drift.
    INTERLEAVE_SERVERS,
    /// Every repetition of a point before the next point.
    BLOCKED
  }

  /// When a sweep ends early; empty limits never do.
  public record Budget(Optional<Duration> time, OptionalInt trials, OptionalDouble gpuHours) {
    public static Budget unlimited() {
      return new Budget(Optional.empty(), OptionalInt.empty(), OptionalDouble.empty());
    }
  }

  public Conduct {
    if (repetitions < 1) {
      throw new IllegalArgumentException("a point is measured at least once, not " + repetitions);
    }
    monotone = List.copyOf(monotone);
  }
}
