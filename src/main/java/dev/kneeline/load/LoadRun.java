package dev.kneeline.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// One load on one server from this process, from the first look at it to the records.
///
/// Each event loop has a thread of its own; the caller waits. Interrupting the caller, or [#cancel]
/// from another thread, ends the run soon and gives what there is, marked as partial.
public final class LoadRun implements AppliedLoad {

  private final LoadOptions options;
  private final LoadListener listener;
  private final Start start;
  private final List<LoopLoad> loops = new ArrayList<>();
  private volatile boolean cancelled;

  public LoadRun(LoadOptions options, LoadListener listener) {
    this(options, listener, () -> options.client().parallel().start());
  }

  /// @param start decides when the schedule begins
  public LoadRun(LoadOptions options, LoadListener listener, Start start) {
    this.options = options;
    this.listener = listener;
    this.start = start;
  }

  /// Applies the load and waits for its end.
  ///
  /// @throws LoadException when no request could be made at all; requests that fail are in the
  ///   result
  public static LoadResult execute(LoadOptions options, LoadListener listener)
      throws LoadException {
    return new LoadRun(options, listener).execute();
  }

  @Override
  public LoadResult execute() throws LoadException {
    LoadOptions complete = ServerTruth.complete(options, () -> cancelled);
    HeapRest heap = new HeapRest();
    try (ServerTruth server = new ServerTruth(complete)) {
      LoopsTogether together =
          new LoopsTogether(
              complete.client().parallel().loops(), start, () -> settle(heap, server));
      List<LoadPart> parts = parts(complete, together);
      return LoadParts.join(complete, parts, server.finish(together.originNanos()));
    } catch (IOException failure) {
      throw described(failure);
    }
  }

  private static void settle(HeapRest heap, ServerTruth server) {
    heap.take();
    server.begin();
  }

  private List<LoadPart> parts(LoadOptions complete, LoopsTogether together) throws LoadException {
    Prompts prompts =
        PromptsOf.workload(
            complete.workload(), complete.target().backend(), complete.limits().warmups());
    int count = complete.client().parallel().loops();
    Share share = complete.client().parallel().share();
    synchronized (loops) {
      for (int i = 0; i < count; i++) {
        loops.add(new LoopLoad(complete, prompts, share.part(i, count), count == 1));
      }
    }
    if (cancelled) {
      cancel();
    }
    List<CompletableFuture<LoadPart>> futures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (LoopLoad loop : loops) {
      CompletableFuture<LoadPart> part = new CompletableFuture<>();
      futures.add(part);
      threads.add(Thread.ofPlatform().name("kneeline-load").start(() -> run(loop, together, part)));
    }
    List<Live> lives = loops.stream().map(LoopLoad::live).toList();
    try (Reporter reporter =
        new Reporter(lives, share.count(complete.workload().count()), listener)) {
      reporter.start();
      await(CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)));
      return futures.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.forEach(LoadRun::join);
    }
  }

  private void run(LoopLoad loop, LoopsTogether together, CompletableFuture<LoadPart> part) {
    try {
      part.complete(loop.run(together::await));
    } catch (RuntimeException | Error broken) {
      together.fail(broken);
      part.completeExceptionally(broken);
      cancel();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    synchronized (loops) {
      loops.forEach(LoopLoad::cancel);
    }
  }

  private void await(CompletableFuture<Void> all) throws LoadException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          all.get();
          return;
        } catch (InterruptedException stop) {
          interrupted = true;
          cancel();
        }
      }
    } catch (ExecutionException failure) {
      throw described(cause(failure));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
    return cause instanceof CompletionException nested ? cause(nested) : cause;
  }

  private static LoadException described(Throwable cause) {
    if (cause instanceof OutOfMemoryError) {
      return new LoadException(
          "the prompts do not fit into memory",
          "ask for fewer or shorter ones, or give more: KNEELINE_JAVA_OPTIONS=-Xmx8g");
    }
    return cause instanceof IOException || cause instanceof UncheckedIOException
        ? new LoadException(String.valueOf(cause.getMessage()), "check files, limits and --stamps")
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
}
