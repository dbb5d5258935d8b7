package dev.kneeline.sim.bank;

/// How a server's time for a request grows with its load.
public enum Shape {
  /// Slowly at first, then without end: a queue.
  HOCKEY_STICK,
  /// Hardly at all until the server is full.
  FLAT,
  /// By a jump, as where the cache overflows.
  STEP,
  /// As a queue, and runs differ by 5 %.
  NOISY_5,
  /// As a queue, and runs differ by 15 %.
  NOISY_15,
  /// Slow when nearly idle, better with some load, then as a queue.
  NON_MONOTONE,
  /// The SLA asks for more than an idle server gives.
  INFEASIBLE,
  /// No load is too much.
  UNBOUNDED,
  /// As a queue, and the SLA also asks for some throughput.
  TWO_SIDED,
  /// What is too much is refused at once, and the rest looks fine.
  SHEDDING
}
