package dev.kneeline.load;

import java.util.function.LongToDoubleFunction;

/// When requests are to start: a pure sequence of instants, the same for the same seed on every
/// machine.
public interface Arrivals {

  /// A century, to which a start can still be added.
  long NEVER = 100L * 365 * 24 * 3600 * 1_000_000_000;

  /// The next start in nanoseconds after the run's start; never falls.
  long nextNanos();

  /// Those of one share: of 10, 20, 30, 40 the first of two shares has 10 and 30.
  default Arrivals of(Share share) {
    return share.isWhole() ? this : new ArrivalsOfShare(this, share);
  }

  /// Everything at once: what `--request-rate inf` means.
  static Arrivals atOnce() {
    return () -> 0;
  }

  /// Gaps drawn from Gamma(shape = burstiness, scale = 1 / (rate * burstiness)), as `vllm bench
  /// serve` has it: 1 is a Poisson process, below 1 is burstier, `Double.POSITIVE_INFINITY` is a
  /// constant gap. The mean gap is 1 / rate.
  static Arrivals gamma(double perSecond, double burstiness, long seed) {
    GammaGaps gaps = new GammaGaps(burstiness, seed);
    return summed(index -> gaps.next() / perSecond);
  }

  /// Like [#gamma], stretched so that arrival number `count` comes exactly at count / rate, as
  /// `vllm bench serve` does it: the delivered rate is then the asked one however small the sample.
  /// Ten gaps at 5 per second that sum to 2.3 s by luck are each scaled by 2.0 / 2.3.
  static Arrivals gammaToTheEnd(double perSecond, double burstiness, long seed, long count) {
    double sum = 0;
    GammaGaps rehearsal = new GammaGaps(burstiness, seed);
    for (long i = 0; i < count; i++) {
      sum += rehearsal.next();
    }
    double scale = sum > 0 ? count / sum : 1;
    GammaGaps gaps = new GammaGaps(burstiness, seed);
    return summed(index -> scale * gaps.next() / perSecond);
  }

  /// A rate that grows with the request's index over `count` requests.
  static Arrivals ramp(Ramp ramp, double burstiness, long seed, long count) {
    GammaGaps gaps = new GammaGaps(burstiness, seed);
    return summed(index -> gaps.next() / ramp.rate(index, count));
  }

  /// Adds gaps up in seconds of double precision, so that rounding to nanoseconds does not pile up.
  private static Arrivals summed(LongToDoubleFunction gapSeconds) {
    return new Arrivals() {
      private double seconds;
      private long index;

      @Override
      public long nextNanos() {
        seconds += gapSeconds.applyAsDouble(index++);
        return Math.min(Math.round(seconds * 1e9), NEVER);
      }
    };
  }
}
