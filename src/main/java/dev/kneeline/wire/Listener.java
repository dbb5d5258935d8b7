package dev.kneeline.wire;

/// A socket that accepts. Belongs to its loop's thread.
public interface Listener {

  /// The port it listens on, never 0.
  int port();

  /// Stops accepting; connections that exist live on.
  void close();
}
