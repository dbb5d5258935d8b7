package dev.kneeline.llama;

import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaOutput;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A completion under way: one piece of text per token, as the engine writes them.
///
/// The engine sends one piece for each token, empty where it holds text back that may be the
/// beginning of a stop text, and none while a character is incomplete; the generated models write
/// whole words only, so there the count is exact.
///
/// The thread of the request waits in the engine for the first piece only. From then on the
/// [Collector] fetches, and the request waits in Java: see there for why.
final class Generation {

  private final LlamaIterator pieces;
  private final Collector collector;
  private final Runnable atEnd;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private volatile boolean abandoned;
  private boolean begun;
  private boolean ended;
  private int tokens;

  /// What one call to the engine gave.
  private sealed interface Arrival {
    record Token(String text) implements Arrival {}

    /// The last message closes the answer and stands for no token, but may bring text held back.
    record End(String text) implements Arrival {}

    record Failure(RuntimeException reason) implements Arrival {}
  }

  /// @param atEnd run once, when the slot is free again
  Generation(LlamaIterator pieces, Collector collector, Runnable atEnd) {
    this.pieces = pieces;
    this.collector = collector;
    this.atEnd = atEnd;
  }

  boolean hasNext() {
    return !ended;
  }

  /// Waits for the next piece.
  ///
  /// @throws RuntimeException when the engine gave up this request
  /// @throws InterruptedException when the process is about to end
  String next() throws InterruptedException {
    if (!begun) {
      begun = true;
      if (fetch()) {
        collector.add(this);
      }
    }
    return switch (arrivals.take()) {
      case Arrival.Token(String text) -> {
        tokens++;
        yield text;
      }
      case Arrival.End(String text) -> {
        ended = true;
        yield text;
      }
      case Arrival.Failure(RuntimeException reason) -> {
        ended = true;
        throw reason;
      }
    };
  }

  /// Tokens written so far.
  int tokens() {
    return tokens;
  }

  /// Frees the slot within a step of the engine, which would otherwise go on to the limit. Nothing
  /// happens when the answer has ended.
  void abandon() {
    abandoned = true;
    if (!begun) {
      begun = true;
      fetch();
    }
  }

  /// Takes one message from the engine; false when there will be no further one. Called by one
  /// thread at a time.
  boolean fetch() {
    if (abandoned) {
      pieces.cancel();
      atEnd.run();
      return false;
    }
    try {
      LlamaOutput piece = pieces.next();
      boolean goesOn = pieces.hasNext();
      if (!goesOn) {
        atEnd.run();
      }
      arrivals.add(goesOn ? new Arrival.Token(piece.text) : new Arrival.End(piece.text));
      return goesOn;
    } catch (RuntimeException e) {
      atEnd.run();
      arrivals.add(new Arrival.Failure(e));
      return false;
    }
  }
}
