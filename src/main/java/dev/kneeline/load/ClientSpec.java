package dev.kneeline.load;

import java.util.OptionalInt;

/// How the client itself works.
///
/// @param stamps where receive times come from
/// @param connections opened before the run; empty: as many as will be needed
public record ClientSpec(Stamps stamps, OptionalInt connections) {

  /// The choice of receive times.
  public enum Stamps {
    /// The kernel's where this machine offers them.
    AUTO,
    /// The kernel's, and an error where there are none.
    KERNEL,
    /// `nanoTime` after the read.
    READER
  }
}
