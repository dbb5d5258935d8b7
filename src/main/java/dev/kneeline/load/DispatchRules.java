package dev.kneeline.load;

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
  static DispatchRules of(LoadOptions options) {
    Pace pace = options.pace();
    return new DispatchRules(
        pace.isClosedLoop(),
        pace.arrivals(options.workload().seed(), options.workload().count()),
        pace.maxConcurrency().orElse(Integer.MAX_VALUE),
        options.limits().sending().map(java.time.Duration::toNanos).orElse(Long.MAX_VALUE),
        options.limits().maxErrorShare(),
        Deadlines.of(options.limits()));
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
