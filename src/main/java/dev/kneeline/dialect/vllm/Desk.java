package dev.kneeline.dialect.vllm;

import java.io.PrintWriter;

/// What a command has of the terminal it was called from.
///
/// @param out takes markers and results
/// @param err takes notes and errors
/// @param interrupts tells Ctrl-C
public record Desk(PrintWriter out, PrintWriter err, Interruption interrupts) {

  /// How a long command learns that it is to end.
  public interface Interruption {

    /// Runs `stop` on an interrupt; until it is closed the process waits for the command to end.
    Watch watch(Runnable stop);
  }

  /// A watch that ends.
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
