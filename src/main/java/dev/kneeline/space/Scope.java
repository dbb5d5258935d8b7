package dev.kneeline.space;

/// The lifetime of what must restart when a parameter changes, from the dearest to the cheapest.
public enum Scope {
  /// A change takes a new set of nodes or GPUs.
  ALLOCATION,
  /// A change takes an engine restart.
  SERVER,
  /// A change takes nothing but a new measurement.
  LOAD
}
