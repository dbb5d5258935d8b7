package dev.kneeline.load;

import java.util.Map;
import java.util.OptionalInt;

/// How the client itself works.
///
/// @param stamps where receive times come from
/// @param connections opened before the run; empty: as many as will be needed
/// @param limits of the verdict's checks, by fact, in place of the table's
/// @param aside what is asked of the server beside the load
/// @param parallel how many processes and threads send, and which part of the schedule
public record ClientSpec(
    Stamps stamps,
    OptionalInt connections,
    Map<String, VerdictLimit> limits,
    Aside aside,
    Parallel parallel) {

  public ClientSpec {
    limits = Map.copyOf(limits);
  }

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
