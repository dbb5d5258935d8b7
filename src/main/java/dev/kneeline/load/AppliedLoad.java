package dev.kneeline.load;

/// A load that can be applied once, by this process or by several.
public interface AppliedLoad {

  /// Applies it and waits for its end.
  ///
  /// @throws LoadException when no request could be made at all, or a client of several died
  LoadResult execute() throws LoadException;

  /// Stops sending, gives what is in flight a second to end, and lets [#execute] return with what
  /// there is. From any thread, at any time.
  void cancel();
}
