package dev.kneeline.llama;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Fetches the tokens of all completions under way, in one thread.
///
/// The engine keeps the messages of all requests in one queue, and whoever waits for his own there
/// spins as long as another's lies in it. A thread for each request would make them burn more
/// processor time than the model does: with 8 slots and the demo model, four fifths of it. One
/// thread that takes the messages in turn waits quietly, because in every step the engine sends one
/// to each request that has begun to write. The newest request comes first: it joins a step late,
/// so its message is there already, and only when none is left does the wait begin.
final class Collector {

  private final BlockingQueue<Generation> joining = new LinkedBlockingQueue<>();

  /// Starts the thread, which lives as long as the process.
  static Collector start() {
    Collector collector = new Collector();
    Thread.ofPlatform().daemon().name("llama-collector").start(collector::run);
    return collector;
  }

  /// Hands over a completion which has its first token and goes on.
  void add(Generation generation) {
    joining.add(generation);
  }

  private void run() {
    List<Generation> writing = new ArrayList<>();
    try {
      while (true) {
        if (writing.isEmpty()) {
          writing.add(joining.take());
        }
        List<Generation> newest = new ArrayList<>();
        joining.drainTo(newest);
        writing.addAll(0, newest);
        writing.removeIf(generation -> !generation.fetch());
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a process that ends.
      Thread.currentThread().interrupt();
    }
  }
}
