package dev.kneeline.wire;

/// Hears what happens to one connection, always on the loop's thread.
public interface ConnectionHandler {

  /// The connect succeeded, at that `nanoTime`. Not called for accepted connections.
  default void connected(Connection connection, long nanos) {}

  /// Bytes came in. The array is the loop's and is overwritten after the return.
  ///
  /// @param stampNanos when they arrived, on the scale of `System.nanoTime()`: see [Loop#stamps]
  void received(Connection connection, byte[] bytes, int length, long stampNanos);

  /// Everything that was written has been taken by the kernel, after it had not been at once.
  default void drained(Connection connection) {}

  /// The connection is gone, or never came to be. Called once, and not after our own
  /// [Connection#close].
  void closed(Connection connection, Closing closing);
}
