package dev.kneeline.load;

import java.util.Optional;
import java.util.OptionalInt;

/// When requests are sent.
///
/// @param perSecond the rate; infinite: as soon as the cap allows
/// @param burstiness shape of the gaps, see [Arrivals#gamma]
/// @param maxConcurrency most requests in flight
/// @param ramp a rate that grows, in place of `perSecond`
public record Pace(
    double perSecond, double burstiness, OptionalInt maxConcurrency, Optional<Ramp> ramp) {

  /// Each answer starts the next request: there is a cap and no rate.
  public boolean isClosedLoop() {
    return maxConcurrency.isPresent() && hasNoRate();
  }

  /// Requests go as soon as they can.
  boolean hasNoRate() {
    return Double.isInfinite(perSecond) && ramp.isEmpty();
  }

  /// For requests of which many follow others: their gaps keep no law.
  Pace withoutLaw() {
    return new Pace(perSecond, Double.POSITIVE_INFINITY, maxConcurrency, ramp);
  }

  /// The sequence of intended starts.
  Arrivals arrivals(long seed, long count) {
    if (ramp.isPresent()) {
      return Arrivals.ramp(ramp.get(), burstiness, seed, count);
    }
    if (Double.isInfinite(perSecond)) {
      return Arrivals.atOnce();
    }
    return count < WorkloadSpec.UNLIMITED
        ? Arrivals.gammaToTheEnd(perSecond, burstiness, seed, count)
        : Arrivals.gamma(perSecond, burstiness, seed);
  }
}
