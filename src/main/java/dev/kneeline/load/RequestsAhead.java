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

  RequestsAhead(Prompts prompts, RequestEncoder encoder, long from, long count) {
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
        Prompt prompt = prompts.prompt(i % prompts.distinct());
        byte[] bytes = encoder.encode(i, prompt);
        queue.put(
            new LoadRequest(
                i,
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
