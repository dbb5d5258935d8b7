package dev.kneeline.wire;

/// A socket that accepts. Belongs to its loop's thread.
public interface Listener {

  /// The port it listens on, never 0.
  int port();

  /// Stops accepting, with the loop's next round at the latest; connections that exist live on.
  void close();
}
