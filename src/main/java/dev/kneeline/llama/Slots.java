package dev.kneeline.llama;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Who runs in which slot of the engine, decided here rather than in the engine.
///
/// The rule is llama.cpp's own: the slot that still holds more than half of the prompt, if one is
/// free, else the one that has been free for longest. Those who find no slot free are served in the
/// order they came.
final class Slots {

  private static final double SIMILAR = 0.5;

  private final int count;
  private final Semaphore permits;
  private final List<Integer> free = new ArrayList<>();
  private final List<List<Integer>> held = new ArrayList<>();

  Slots(int count) {
    this.count = count;
    this.permits = new Semaphore(count, true);
    for (int slot = 0; slot < count; slot++) {
      free.add(slot);
      held.add(List.of());
    }
  }

  int count() {
    return count;
  }

  /// Slots in use.
  int busy() {
    return count - permits.availablePermits();
  }

  /// Requests that wait for a slot.
  int waiting() {
    return permits.getQueueLength();
  }

  /// Waits for a slot and takes the best one for that prompt.
  int take(List<Integer> prompt) throws InterruptedException {
    permits.acquire();
    synchronized (this) {
      int best = free.getFirst();
      int longest = (int) (prompt.size() * SIMILAR);
      for (int slot : free) {
        int common = commonStart(held.get(slot), prompt);
        if (common > longest) {
          best = slot;
          longest = common;
        }
      }
      free.remove(Integer.valueOf(best));
      held.set(best, prompt);
      return best;
    }
  }

  /// Gives a slot back.
  void release(int slot) {
    synchronized (this) {
      free.add(slot);
    }
    permits.release();
  }

  /// Does something to a slot while no slot is in use; what the slot held counts as forgotten.
  void alone(int slot, Runnable action) throws InterruptedException {
    permits.acquire(count);
    try {
      action.run();
      synchronized (this) {
        held.set(slot, Collections.emptyList());
      }
    } finally {
      permits.release(count);
    }
  }

  private static int commonStart(List<Integer> some, List<Integer> others) {
    int shorter = Math.min(some.size(), others.size());
    int common = 0;
    while (common < shorter && some.get(common).equals(others.get(common))) {
      common++;
    }
    return common;
  }
}
