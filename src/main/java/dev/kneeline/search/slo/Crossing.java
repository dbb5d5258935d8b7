package dev.kneeline.search.slo;

import java.util.List;
import java.util.Optional;

/// Where strain crosses 0, as far as the runs near it tell together.
///
/// Near the crossing strain is taken for a line over the logarithm of the load, whose slope comes
/// from the levels beside. So each run there tells the crossing by itself, off by its noise over
/// the slope, and the crossing is their mean: with a slope of 5, 98 a second at a strain of -0.05
/// and 101 at 0.15 tell 99.0 and 98.0. Noise of 5 % is 1 % of the load there, and 0.7 % in the
/// mean.
///
/// @param log of the load at which strain is 0
/// @param error the standard error of that
/// @param blur half of the width in which one run passes in 10 to 90 % of all cases: 1.28
///   deviations of one run's crossing
record Crossing(double log, double error, double blur) {

  /// Runs that strain by no more lie on the line.
  private static final double NEAR = 0.25;

  /// So many standard errors are allowed for.
  private static final double ERRORS = 1.5;

  private static final double NINE_OF_TEN = 1.2816;

  /// Of the noise that other levels tell: it counts as that of so many residuals.
  private static final int KNOWN = 2;

  /// @return empty where no run is near, or where strain does not rise: then noise decides nothing
  static Optional<Crossing> of(Levels levels, Level pass, Level fails) {
    List<Level> near =
        levels.all().stream().filter(level -> Math.abs(level.mean()) <= NEAR).toList();
    double slope = slope(levels, pass, fails);
    if (near.isEmpty() || !(slope > 0)) {
      return Optional.empty();
    }
    double sum = 0;
    int runs = 0;
    for (Level level : near) {
      sum += level.runs() * (Math.log(level.value()) - level.mean() / slope);
      runs += level.runs();
    }
    double log = sum / runs;
    double squares = KNOWN * levels.noise() * levels.noise();
    for (Level level : near) {
      squares += Math.pow((Math.log(level.value()) - log) * slope - level.mean(), 2);
    }
    double deviation = Math.sqrt(squares / (KNOWN + near.size() - 1)) / slope;
    return Optional.of(new Crossing(log, deviation / Math.sqrt(runs), NINE_OF_TEN * deviation));
  }

  /// Whether a value is likely to be right: no further from the crossing than the tolerance, or
  /// than runs pass and miss by turns, with one and a half standard errors allowed for.
  boolean near(double value, double tolerance) {
    return Math.abs(log - Math.log(value)) + ERRORS * error <= Math.max(tolerance, blur);
  }

  /// Whether strain that goes on to rise as steeply as it did, or more so, crosses 0 before the
  /// tolerance is over, with the noise of `pass` allowed for.
  ///
  /// From -0.5 at 100 a second to -0.05 at 110 the slope is 4.7; with noise of 1 % the limit is
  /// reached 1.3 % higher at most.
  static boolean soon(Levels levels, Level pass, double tolerance) {
    return levels.all().stream()
        .filter(level -> Math.log(pass.value() / level.value()) >= tolerance)
        .reduce((lower, higher) -> higher)
        .filter(before -> {
          double rise = pass.mean() - before.mean();
          double room = levels.noise() / Math.sqrt(pass.runs()) - pass.mean();
          return room * Math.log(pass.value() / before.value()) <= tolerance * rise;
        })
        .isPresent();
  }

  private static double slope(Levels levels, Level pass, Level fails) {
    Level from =
        levels.all().stream()
            .filter(level -> level.value() <= pass.value() && level.mean() < -NEAR)
            .reduce((lower, higher) -> higher)
            .orElse(levels.all().getFirst());
    Level to =
        levels.all().stream()
            .filter(level -> level.value() >= fails.value() && level.mean() > NEAR)
            .findFirst()
            .orElse(levels.all().getLast());
    return (to.mean() - from.mean()) / Math.log(to.value() / from.value());
  }
}
