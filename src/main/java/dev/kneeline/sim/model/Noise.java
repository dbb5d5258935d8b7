package dev.kneeline.sim.model;

import java.util.SplittableRandom;

/// A seeded factor around 1 for each step's time.
///
/// The sum of four uniform numbers stands in for a normal law: it needs no library function whose
/// last bit could differ between machines, and it cannot stray beyond 3.5 deviations.
public final class Noise {

  /// Four uniform numbers sum to a variance of 1/3.
  private static final double TO_ONE_DEVIATION = Math.sqrt(3);

  private static final double LEAST = 0.1;

  private final double deviation;
  private final SplittableRandom random;

  /// @param deviation standard deviation as a share of the time, 0 for none
  public Noise(double deviation, long seed) {
    if (!(deviation >= 0 && deviation < 1)) {
      throw new IllegalArgumentException("noise is a share from 0 to below 1, not " + deviation);
    }
    this.deviation = deviation;
    this.random = new SplittableRandom(seed);
  }

  double factor() {
    if (deviation == 0) {
      return 1;
    }
    double sum =
        random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble();
    return Math.max(LEAST, 1 + deviation * TO_ONE_DEVIATION * (sum - 2));
  }
}
