package dev.kneeline.search.slo;

import java.util.OptionalDouble;

/// The monotone cubic through points (Fritsch and Carlson 1980, with Brodlie's weighted harmonic
/// mean of slopes, as in SciPy's `PchipInterpolator`): between two points it never leaves their
/// values, so one crossing stays one.
final class Pchip {

  private static final int HALVINGS = 60;

  private final double[] xs;
  private final double[] ys;
  private final double[] slopes;

  /// @param xs strictly rising, at least two
  Pchip(double[] xs, double[] ys) {
    this.xs = xs.clone();
    this.ys = ys.clone();
    this.slopes = slopes(this.xs, this.ys);
  }

  /// The first place where the curve is 0; empty where it never is.
  OptionalDouble firstRoot() {
    for (int piece = 0; piece + 1 < xs.length; piece++) {
      if (ys[piece] == 0) {
        return OptionalDouble.of(xs[piece]);
      }
      if (ys[piece] < 0 != ys[piece + 1] < 0 || ys[piece + 1] == 0) {
        return OptionalDouble.of(rootIn(piece));
      }
    }
    return OptionalDouble.empty();
  }

  /// Where the curve crosses 0 between two neighbouring points of different sign.
  double rootIn(int piece) {
    double low = xs[piece];
    double high = xs[piece + 1];
    boolean below = ys[piece] < 0;
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (low + high) / 2;
      if (at(piece, middle) < 0 == below) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double at(int piece, double x) {
    double width = xs[piece + 1] - xs[piece];
    double t = (x - xs[piece]) / width;
    double s = 1 - t;
    return ys[piece] * (1 + 2 * t) * s * s
        + ys[piece + 1] * (1 + 2 * s) * t * t
        + width * t * s * (slopes[piece] * s - slopes[piece + 1] * t);
  }

  private static double[] slopes(double[] xs, double[] ys) {
    int pieces = xs.length - 1;
    double[] widths = new double[pieces];
    double[] secants = new double[pieces];
    for (int piece = 0; piece < pieces; piece++) {
      widths[piece] = xs[piece + 1] - xs[piece];
      secants[piece] = (ys[piece + 1] - ys[piece]) / widths[piece];
    }
    double[] slopes = new double[xs.length];
    if (pieces == 1) {
      slopes[0] = secants[0];
      slopes[1] = secants[0];
      return slopes;
    }
    for (int point = 1; point < pieces; point++) {
      double before = secants[point - 1];
      double after = secants[point];
      double first = 2 * widths[point] + widths[point - 1];
      double second = widths[point] + 2 * widths[point - 1];
      slopes[point] =
          before * after <= 0 ? 0 : (first + second) / (first / before + second / after);
    }
    slopes[0] = end(widths[0], widths[1], secants[0], secants[1]);
    slopes[pieces] =
        end(widths[pieces - 1], widths[pieces - 2], secants[pieces - 1], secants[pieces - 2]);
    return slopes;
  }

  /// Three points' slope at an end, cut where it would break the shape.
  private static double end(double width, double next, double secant, double further) {
    double slope = ((2 * width + next) * secant - width * further) / (width + next);
    if (slope * secant <= 0) {
      return 0;
    }
    return secant * further <= 0 && Math.abs(slope) > 3 * Math.abs(secant) ? 3 * secant : slope;
  }
}
