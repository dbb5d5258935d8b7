package dev.kneeline.load;

import java.util.SplittableRandom;

/// Gamma variates of mean 1: the gaps of an arrival process, before its rate is applied.
final class GammaGaps {

  private final double shape;
  private final SplittableRandom random;

  /// @param shape the burstiness: 1 gives exponential gaps, infinity gives constant ones
  GammaGaps(double shape, long seed) {
    this.shape = shape;
    this.random = new SplittableRandom(seed);
  }

  double next() {
    if (Double.isInfinite(shape)) {
      return 1;
    }
    return shape == 1 ? -Math.log1p(-random.nextDouble()) : gamma(shape) / shape;
  }

  /// Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); below 1 by their
  /// power trick.
  private double gamma(double k) {
    if (k < 1) {
      return gamma(k + 1) * Math.pow(1 - random.nextDouble(), 1 / k);
    }
    double d = k - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = 1 + c * x;
      double cube = v * v * v;
      double u = 1 - random.nextDouble();
      if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * cube + d * Math.log(cube)) {
        return d * cube;
      }
    }
  }
}
