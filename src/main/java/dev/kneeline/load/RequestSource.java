package dev.kneeline.load;

import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Gives requests in order, each encoded before its time.
interface RequestSource extends AutoCloseable {

  /// Up to this many bytes are encoded before time zero.
  long MOST_PREPARED_BYTES = 128L * 1024 * 1024;

  /// How many requests the encoding thread is ahead of the load otherwise.
  int AHEAD = 4096;

  /// The next request, or null when there are no more.
  @Nullable LoadRequest next();

  @Override
  default void close() {}

  /// The prompts of some indexes: encoded now where they fit, else kept ahead by a thread of its
  /// own.
  static RequestSource of(Prompts prompts, RequestEncoder encoder, long from, long count) {
    if (count == 0) {
      return () -> null;
    }
    LoadRequest first = encoder.encode(from, prompts.prompt(from % prompts.distinct()));
    return count * first.wire().length <= MOST_PREPARED_BYTES
        ? prepared(prompts, encoder, from, count)
        : new Ahead(prompts, encoder, from, count);
  }

  private static RequestSource prepared(
      Prompts prompts, RequestEncoder encoder, long from, long count) {
    LoadRequest[] ready = new LoadRequest[(int) count];
    for (int i = 0; i < ready.length; i++) {
      ready[i] = encoder.encode(from + i, prompts.prompt((from + i) % prompts.distinct()));
    }
    return new RequestSource() {
      private int next;

      @Override
      public @Nullable LoadRequest next() {
        return next < ready.length ? ready[next++] : null;
      }
    };
  }

  /// Encodes on a thread of its own. When the load overtakes it the load waits, which its own watch
  /// sees as lateness.
  final class Ahead implements RequestSource {
    private final ArrayBlockingQueue<LoadRequest> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;
    private long left;

    Ahead(Prompts prompts, RequestEncoder encoder, long from, long count) {
      left = count;
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("kneeline-encoder")
              .start(() -> encode(prompts, encoder, from, count));
      while (queue.remainingCapacity() > 0 && queue.size() < count && thread.isAlive()) {
        Thread.onSpinWait();
      }
    }

    private void encode(Prompts prompts, RequestEncoder encoder, long from, long count) {
      try {
        for (long i = from; i < from + count; i++) {
          queue.put(encoder.encode(i, prompts.prompt(i % prompts.distinct())));
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public @Nullable LoadRequest next() {
      if (left == 0) {
        return null;
      }
      try {
        left--;
        return queue.take();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return null;
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
