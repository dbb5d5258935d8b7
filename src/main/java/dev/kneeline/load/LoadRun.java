package dev.kneeline.load;

import dev.kneeline.metric.Window;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One load on one server, from the first look at it to the records.
///
/// The load has a thread of its own; the caller waits. Interrupting the caller, or [#cancel] from
/// another thread, ends the run soon and gives what there is, marked as partial.
public final class LoadRun {

  private static final String CANCELLED = "cancelled";
  private static final long GRACE_NANOS = 1_000_000_000L;

  private final LoadOptions options;
  private final LoadListener listener;
  private final Live live = new Live();
  private volatile @Nullable Running running;
  private volatile boolean cancelled;

  public LoadRun(LoadOptions options, LoadListener listener) {
    this.options = options;
    this.listener = listener;
  }

  /// Applies the load and waits for its end.
  ///
  /// @throws LoadException when no request could be made at all; requests that fail are in the
  ///   result
  public static LoadResult execute(LoadOptions options, LoadListener listener)
      throws LoadException {
    return new LoadRun(options, listener).execute();
  }

  /// As the static one. To be called once.
  public LoadResult execute() throws LoadException {
    LoadOptions complete =
        PromptLengths.settle(new ServerQuestions(options, () -> cancelled).complete());
    Prompts prompts = PromptsOf.workload(complete.workload());
    CompletableFuture<LoadResult> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .name("kneeline-load")
            .start(() -> result.completeAsync(() -> load(complete, prompts), Runnable::run));
    try (Reporter reporter = new Reporter(live, complete.workload().count(), listener)) {
      reporter.start();
      return await(result);
    } finally {
      join(thread);
    }
  }

  /// Stops sending, gives what is in flight a second to end, and lets [#execute] return.
  public void cancel() {
    cancelled = true;
    Running now = running;
    if (now != null) {
      now.stop();
    }
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

  private LoadResult await(CompletableFuture<LoadResult> result) throws LoadException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException stop) {
          interrupted = true;
          cancel();
        }
      }
    } catch (ExecutionException failure) {
      throw described(Objects.requireNonNullElse(failure.getCause(), failure));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static LoadException described(Throwable cause) {
    return cause instanceof UncheckedIOException io
        ? new LoadException(String.valueOf(io.getMessage()), "check files, limits and --stamps")
        : new LoadException(
            "the load generator broke: " + cause, "please report it, with the command");
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private record Running(Loop loop, Dispatch dispatch) {
    void stop() {
      loop.post(() -> dispatch.stop(CANCELLED, GRACE_NANOS));
    }
  }

  private LoadResult load(LoadOptions complete, Prompts prompts) {
    RequestEncoder encoder = new RequestEncoder(complete.target(), complete.body());
    long count = count(complete.workload(), prompts);
    try (Loop loop = loop(complete.client().stamps());
        RequestSource source = RequestSource.of(prompts, encoder, 0, count);
        RequestSource warmUp =
            RequestSource.of(prompts, encoder, count, complete.limits().warmups())) {
      Recorder recorder = Recorder.of(complete, count, prompts.prompt(0).askedTokens());
      Rehearsal.once(loop, complete);
      ConnectionPool pool = new ConnectionPool(loop, complete, new Meter());
      long failedWarmUps =
          new Preparation(loop, complete, pool).run(warmUp, phase -> run(loop, phase));
      Meter meter = new Meter();
      meter.failedWarmUps = failedWarmUps;
      pool.meter(meter);
      Dispatch dispatch =
          new Dispatch(
              pool, source, DispatchRules.of(complete, count, prompts.schedule()), recorder, live);
      // What was prepared moves to where the collector does not look again.
      System.gc();
      ServerWatch server = new ServerWatch(complete.target(), complete.client().serverMetrics());
      SelfWatch watch = SelfWatch.start();
      run(loop, dispatch);
      Window window = new Window(0, dispatch.endNanos() - dispatch.originNanos());
      SequencedMap<String, Double> numbers = watch.facts(meter, window);
      ServerSeries series = server.finish(dispatch.originNanos());
      numbers.putAll(series.summary());
      Samples samples = recorder.finish(window);
      RecordFacts.put(numbers, complete.pace(), samples, window, dispatch.inFlightNanos());
      ClientFacts facts = new ClientFacts(loop.stamps(), numbers);
      return new LoadResult(
          complete,
          samples,
          recorder.texts(),
          window,
          Checks.verdict(facts, complete.client().limits()),
          facts,
          series,
          dispatch.stopped());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      running = null;
    }
  }

  private static long count(WorkloadSpec workload, Prompts prompts) {
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
