package dev.kneeline.load;

import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Timer;
import java.util.function.Consumer;

/// Everything before time zero: connections opened, warm-up requests answered.
final class Preparation {

  /// How long connections may take to open before the run begins without them.
  private static final long OPENING_NANOS = 3_000_000_000L;

  /// So many at once, because a server's backlog may be short and a lost SYN comes again after 1 s.
  private static final int AT_ONCE = 64;

  private static final long LOOK_NANOS = 500_000;

  /// An open loop without a cap opens as many as it has requests in a second, within this.
  private static final int MOST_AHEAD = 1024;

  private final Loop loop;
  private final LoadOptions options;
  private final ConnectionPool pool;

  Preparation(Loop loop, LoadOptions options, ConnectionPool pool) {
    this.loop = loop;
    this.options = options;
    this.pool = pool;
  }

  /// @param share this client's part of the connections
  /// @param warmUp requests to answer before the run
  /// @param runner runs the warm-up
  /// @return how many of them failed
  long run(Share share, RequestSource warmUp, Consumer<Dispatch> runner) {
    int width = Math.toIntExact(share.count(connections()));
    open(width);
    Live uncounted = new Live();
    runner.accept(
        new Dispatch(
            pool, warmUp, DispatchRules.warmUp(options, width), (sample, text) -> {}, uncounted));
    return uncounted.failedCount();
  }

  private int connections() {
    if (options.client().connections().isPresent()) {
      return options.client().connections().getAsInt();
    }
    Pace pace = options.pace();
    double ahead =
        pace.maxConcurrency().isPresent()
            ? pace.maxConcurrency().getAsInt()
            : Math.min(MOST_AHEAD, pace.perSecond());
    return (int) Math.min(options.workload().count(), Math.ceil(ahead));
  }

  private void open(int wanted) {
    long deadline = System.nanoTime() + OPENING_NANOS;
    Timer opening =
        new Timer() {
          private int begun;

          @Override
          protected void fire(long nowNanos) {
            int connecting = pool.connectingCount();
            for (; begun < wanted && connecting < AT_ONCE; begun++, connecting++) {
              pool.open();
            }
            if ((begun == wanted && connecting == 0) || nowNanos > deadline) {
              loop.stop();
            } else {
              loop.schedule(this, nowNanos + LOOK_NANOS);
            }
          }
        };
    loop.schedule(opening, System.nanoTime());
    loop.run();
  }
}
