package dev.kneeline.sim.model;

/// Hears what becomes of one job. Called inside [TimeModel#advance], in the order of the instants.
public interface JobListener {

  /// Tokens came out of one step.
  ///
  /// @param tokens how many, at least 1
  /// @param last whether the job is complete with them
  /// @param atNanos the instant in the model's time
  void tokens(int tokens, boolean last, long atNanos);

  /// The job will never be complete, since the worker died under it.
  void lost(String reason, long atNanos);
}
