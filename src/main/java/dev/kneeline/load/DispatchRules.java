package dev.kneeline.load;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// How one phase is sent.
///
/// @param closedLoop each end starts the next request, `cap` at a time
/// @param cap most requests in flight
/// @param sendingNanos stop sending after this
record DispatchRules(
    boolean closedLoop,
    Arrivals arrivals,
    int cap,
    long sendingNanos,
    OptionalDouble maxErrorShare,
    Deadlines deadlines) {

  /// Of the measured run.
  ///
  /// @param share which of the schedule's requests this client sends
  /// @param count requests of the whole schedule
  /// @param own the workload's own times, which hold where no rate was asked for
  static DispatchRules of(LoadOptions options, Share share, long count, Optional<Arrivals> own) {
    Pace pace = options.pace();
    boolean ownTimes = own.isPresent() && pace.hasNoRate();
    return new DispatchRules(
        pace.isClosedLoop() && !ownTimes,
        (ownTimes ? own.get() : pace.arrivals(options.workload().seed(), count)).of(share),
        cap(pace, share),
        options.limits().sending().map(Duration::toNanos).orElse(Long.MAX_VALUE),
        options.limits().maxErrorShare(),
        Deadlines.of(options.limits()));
  }

  private static int cap(Pace pace, Share share) {
    return pace.maxConcurrency().isPresent()
        ? Math.toIntExact(share.count(pace.maxConcurrency().getAsInt()))
        : Integer.MAX_VALUE;
  }

  /// Of warm-up: a closed loop at the run's own width.
  static DispatchRules warmUp(LoadOptions options, int width) {
    return new DispatchRules(
        true,
        Arrivals.atOnce(),
        Math.max(1, width),
        Long.MAX_VALUE,
        OptionalDouble.empty(),
        Deadlines.of(options.limits()));
  }
}
