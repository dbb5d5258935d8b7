package dev.kneeline.sim.model;

/// Hears what becomes of one job. Called inside [TimeModel#advance], in the order of the instants.
public interface JobListener {

  /// The job left the queue: its first step begins. Called again where it had to give way and
  /// returns, or where another worker takes it.
  ///
  /// @param cachedTokens of its prompt that were in the prefix cache
  default void started(int cachedTokens, long atNanos) {}

  /// Tokens came out of one step.
  ///
  /// @param tokens how many, at least 1
  /// @param last whether the job is complete with them
  /// @param atNanos the instant in the model's time
  void tokens(int tokens, boolean last, long atNanos);

  /// The job will never be complete, since the worker died under it.
  void lost(String reason, long atNanos);
}
