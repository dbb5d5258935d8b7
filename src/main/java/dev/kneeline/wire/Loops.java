package dev.kneeline.wire;

import java.io.IOException;

/// Opens the best loop that this machine has.
public final class Loops {

  private Loops() {}

  /// The selector's loop, which runs everywhere.
  public static Loop nio() {
    return new NioLoop();
  }

  /// The loop with kernel receive stamps.
  ///
  /// @throws IOException where this machine has none, with the reason
  public static Loop kernel() throws IOException {
    try {
      return new EpollLoop();
    } catch (LinkageError | UnsupportedOperationException | IllegalCallerException missing) {
      throw new IOException("no system calls from here: " + missing, missing);
    }
  }

  /// The loop with kernel receive stamps where the machine offers it, else the selector's.
  public static Loop best() {
    try {
      return kernel();
    } catch (IOException without) {
      return nio();
    }
  }
}
