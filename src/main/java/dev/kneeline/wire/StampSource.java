package dev.kneeline.wire;

/// Where a receive time comes from.
public enum StampSource {
  /// The kernel noted it when the packet came in; a busy reader does not change it.
  KERNEL("kernel receive stamps (SO_TIMESTAMPNS)"),
  /// `System.nanoTime()` right after the read; late by as much as the reader was.
  READER("time of the read (nanoTime)");

  private final String text;

  StampSource(String text) {
    this.text = text;
  }

  /// For results and for people.
  public String text() {
    return text;
  }
}
