package dev.kneeline.load;

import dev.kneeline.metric.Window;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// One load on one server, from the first look at it to the records.
///
/// The load has a thread of its own; the caller waits. Interrupting the caller, or [#cancel] from
/// another thread, ends the run soon and gives what there is, marked as partial.
public final class LoadRun {

  private static final long GRACE_NANOS = 1_000_000_000L;

  private final LoadOptions options;
  private final LoadListener listener;
  private final Live live = new Live();
  private volatile @Nullable Running running;

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
    LoadOptions complete = new ServerQuestions(options).complete();
    Prompts prompts = PromptsOf.workload(complete);
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
    Running now = running;
    if (now != null) {
      now.loop().post(() -> now.dispatch().stop("cancelled", GRACE_NANOS));
    }
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
      throw new LoadException(
          "the load generator failed: " + failure.getCause(), "this is a fault of the program");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
  }

  private record Running(Loop loop, Dispatch dispatch) {}

  private LoadResult load(LoadOptions complete, Prompts prompts) {
    try (Loop loop = Loops.best()) {
      RequestEncoder encoder = new RequestEncoder(complete.target(), complete.body());
      WorkloadSpec workload = complete.workload();
      RequestSource source = RequestSource.prepared(prompts, encoder, 0, workload.count());
      Recorder recorder = new Recorder(complete.reporting().keepTexts());
      ConnectionPool pool = new ConnectionPool(loop, complete, new Meter());
      long warmUps = complete.limits().warmups();
      new Preparation(loop, complete, pool)
          .run(RequestSource.prepared(prompts, encoder, workload.count(), warmUps));
      Meter meter = new Meter();
      pool.meter(meter);
      Dispatch dispatch = new Dispatch(pool, source, DispatchRules.of(complete), recorder, live);
      running = new Running(loop, dispatch);
      SelfWatch watch = SelfWatch.start();
      dispatch.run();
      Window window = new Window(0, dispatch.endNanos() - dispatch.originNanos());
      ClientFacts facts = watch.facts(loop.stamps(), meter, window);
      Samples samples = Samples.of(recorder.samples());
      return new LoadResult(
          complete,
          samples,
          recorder.texts(),
          window,
          Checks.verdict(complete, facts, samples),
          facts,
          dispatch.stopped());
    } finally {
      running = null;
    }
  }

  /// Keeps records in memory.
  private static final class Recorder implements SampleSink {
    private final List<dev.kneeline.metric.Sample> samples = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final boolean keepTexts;

    Recorder(boolean keepTexts) {
      this.keepTexts = keepTexts;
    }

    @Override
    public void accept(dev.kneeline.metric.Sample sample, String text) {
      samples.add(sample);
      if (keepTexts) {
        texts.add(text);
      }
    }

    List<dev.kneeline.metric.Sample> samples() {
      return samples;
    }

    List<String> texts() {
      return List.copyOf(texts);
    }
  }
}
