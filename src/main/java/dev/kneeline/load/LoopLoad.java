package dev.kneeline.load;

import dev.kneeline.metric.Window;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One event loop with its share of the load: prepared, started with the others, measured.
final class LoopLoad {

  private static final String CANCELLED = "cancelled";
  private static final long GRACE_NANOS = 1_000_000_000L;

  private final LoadOptions options;
  private final Prompts prompts;
  private final Share share;
  private final boolean alone;
  private final Live live = new Live();
  private volatile @Nullable Running running;
  private volatile boolean cancelled;

  /// @param alone no other loop shares the run, so that the samples file is this one's
  LoopLoad(LoadOptions options, Prompts prompts, Share share, boolean alone) {
    this.options = options;
    this.prompts = prompts;
    this.share = share;
    this.alone = alone;
  }

  Live live() {
    return live;
  }

  /// Stops sending, and gives what is in flight a second to end. From any thread.
  void cancel() {
    cancelled = true;
    Running now = running;
    if (now != null) {
      now.stop();
    }
  }

  /// Does it all on the calling thread.
  ///
  /// @param start waits for the other loops and gives the `nanoTime` of the schedule's zero
  LoadPart run(LongSupplier start) {
    RequestEncoder encoder = new RequestEncoder(options.target(), options.body());
    long count = count();
    int warmups = options.limits().warmups();
    try (Loop loop = loop(options.client().stamps());
        RequestSource source = source(encoder, count);
        RequestSource warmUp = RequestSource.of(prompts, encoder, places(count, warmups))) {
      Recorder recorder =
          Recorder.of(options, share.count(count), prompts.prompt(0).askedTokens(), alone);
      Rehearsal.once(loop, options);
      ConnectionPool pool = new ConnectionPool(loop, options, new Meter());
      Meter meter = new Meter();
      meter.failedWarmUps =
          new Preparation(loop, options, pool).run(share, warmUp, phase -> run(loop, phase));
      pool.meter(meter);
      Dispatch dispatch = new Dispatch(pool, source, rules(starts(count)), recorder, live);
      dispatch.beginAt(start.getAsLong());
      SelfWatch watch = SelfWatch.start();
      dispatch.onTick(watch::tick);
      run(loop, dispatch);
      long end = dispatch.endNanos() - dispatch.originNanos();
      Window window = options.reporting().margins().of(end);
      return new LoadPart(
          recorder.finish(window),
          recorder.texts(),
          loop.stamps(),
          facts(watch.facts(meter, live.doneCount()), source),
          dispatch.inFlightNanos(),
          Math.max(0, end),
          dispatch.stopped());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      running = null;
    }
  }

  private static SequencedMap<String, Double> facts(
      SequencedMap<String, Double> facts, RequestSource source) {
    facts.put("abandoned_turns", (double) source.abandoned());
    return facts;
  }

  private RequestSource source(RequestEncoder encoder, long count) {
    if (prompts.conversations().isEmpty()) {
      return RequestSource.of(prompts, encoder, places(0, count));
    }
    Conversations conversations = prompts.conversations().get();
    SessionCount sessions = SessionCount.of(conversations, count);
    return new SessionSource(conversations, encoder, sessions, places(0, sessions.sessions()));
  }

  /// How many requests the arrivals are for: all but those that follow others.
  private long starts(long count) {
    return prompts
        .conversations()
        .map(conversations -> SessionCount.of(conversations, count).sessions())
        .orElse(count);
  }

  private Places places(long from, long count) {
    return new Places(from, share, share.count(count));
  }

  private DispatchRules rules(long count) {
    return DispatchRules.of(options, share, count, prompts.schedule());
  }

  /// Runs warm-up or the load itself so that [#cancel] reaches it, whenever it comes.
  private void run(Loop loop, Dispatch dispatch) {
    Running now = new Running(loop, dispatch);
    running = now;
    if (cancelled) {
      dispatch.stop(CANCELLED, 0);
    }
    dispatch.run();
  }

  private record Running(Loop loop, Dispatch dispatch) {
    void stop() {
      loop.post(() -> dispatch.stop(CANCELLED, GRACE_NANOS));
    }
  }

  private long count() {
    WorkloadSpec workload = options.workload();
    return workload.repeat() ? workload.count() : Math.min(workload.count(), prompts.distinct());
  }

  private static Loop loop(ClientSpec.Stamps stamps) throws IOException {
    return switch (stamps) {
      case AUTO -> Loops.best();
      case KERNEL -> Loops.kernel();
      case READER -> Loops.nio();
    };
  }
}
