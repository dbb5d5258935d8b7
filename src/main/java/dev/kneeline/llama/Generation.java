package dev.kneeline.llama;

import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaOutput;

/// A completion under way: one piece of text per token, as the engine writes them.
///
/// The engine sends one piece for each token, empty where it holds text back that may be the
/// beginning of a stop text, and none while a character is incomplete; the generated models write
/// whole words only, so there the count is exact. To be used by one thread.
final class Generation {

  private final LlamaIterator pieces;
  private int tokens;

  Generation(LlamaIterator pieces) {
    this.pieces = pieces;
  }

  boolean hasNext() {
    return pieces.hasNext();
  }

  /// Waits for the next piece; blocks its thread within native code.
  String next() {
    LlamaOutput piece = pieces.next();
    // The last message closes the answer and stands for no token.
    if (pieces.hasNext()) {
      tokens++;
    }
    return piece.text;
  }

  /// Tokens written so far.
  int tokens() {
    return tokens;
  }

  /// Frees the slot at once; without it the engine would go on to the limit.
  void cancel() {
    if (pieces.hasNext()) {
      pieces.cancel();
    }
  }
}
