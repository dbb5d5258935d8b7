package dev.kneeline.load;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Encodes on a thread of its own, some way ahead of the load. When the load overtakes it the load
/// waits, which its own watch sees as lateness; when it breaks, the load does too, rather than wait
/// for ever.
final class RequestsAhead implements RequestSource {

  private static final int AHEAD = 4096;

  private final ArrayBlockingQueue<LoadRequest> queue = new ArrayBlockingQueue<>(AHEAD);
  private static final long LOOK_MILLIS = 1;

  private final Thread thread;
  private volatile @Nullable Throwable broken;
  private long left;

  RequestsAhead(Prompts prompts, RequestEncoder encoder, Places places) {
    left = places.count();
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("kneeline-encoder")
            .start(() -> encode(prompts, encoder, places));
    fill(places.count());
  }

  /// Waits until enough is ahead, and leaves the processor to whoever makes it.
  private void fill(long count) {
    try {
      while (queue.remainingCapacity() > 0 && queue.size() < count && thread.isAlive()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void encode(Prompts prompts, RequestEncoder encoder, Places places) {
    try {
      for (long i = 0; i < places.count(); i++) {
        long place = places.place(i);
        Prompt prompt = prompts.prompt(place % prompts.distinct());
        byte[] bytes = encoder.encode(place, prompt);
        queue.put(
            new LoadRequest(
                place,
                bytes,
                0,
                bytes.length,
                new LoadRequest.TokenCounts(prompt.tokens(), prompt.askedTokens())));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failure) {
      broken = failure;
    }
  }

  @Override
  public @Nullable LoadRequest next() {
    if (left == 0) {
      return null;
    }
    try {
      left--;
      LoadRequest request = queue.poll();
      while (request == null) {
        request = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (request == null && !thread.isAlive() && queue.isEmpty()) {
          throw new IllegalStateException("no further request could be made", broken);
        }
      }
      return request;
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
