package dev.kneeline.sim.model;

/// Which of the waiting jobs a scheduler takes first.
public enum QueueOrder {
  /// The one that came first.
  ARRIVAL,
  /// The one with the lowest priority number, and among equals the one that came first; when memory
  /// runs out, the running job that would be last in this order gives way.
  PRIORITY,
  /// The one of whose prompt most blocks are in the cache, as long as at most 128 wait: matching a
  /// longer queue costs the engine more than it saves, which then takes them as they came.
  LONGEST_PREFIX,
  /// The one that asks for the longest answer.
  LONGEST_OUTPUT,
  /// Any, drawn anew for each step.
  RANDOM
}
