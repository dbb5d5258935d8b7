package dev.kneeline.load;

import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Encodes on a thread of its own, some way ahead of the load. When the load overtakes it the load
/// waits, which its own watch sees as lateness.
final class RequestsAhead implements RequestSource {

  private static final int AHEAD = 4096;

  private final ArrayBlockingQueue<LoadRequest> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private long left;

  RequestsAhead(Prompts prompts, RequestEncoder encoder, Places places) {
    left = places.count();
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("kneeline-encoder")
            .start(() -> encode(prompts, encoder, places));
    while (queue.remainingCapacity() > 0 && queue.size() < places.count() && thread.isAlive()) {
      Thread.onSpinWait();
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
