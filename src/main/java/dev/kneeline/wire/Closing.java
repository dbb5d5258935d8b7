package dev.kneeline.wire;

/// Why a connection ended without our asking.
public sealed interface Closing {

  /// The other side closed in order; every byte it sent had been delivered.
  record Ended() implements Closing {}

  /// The connection was cut while open.
  record Broken(String message) implements Closing {}

  /// It could not be made: refused, unreachable, timed out, no file descriptor left.
  record Unconnected(String message) implements Closing {}

  /// A few words for an error message.
  default String text() {
    return switch (this) {
      case Ended() -> "closed by the other side";
      case Broken(String message) -> message;
      case Unconnected(String message) -> message;
    };
  }
}
