package dev.kneeline.store;

/// What a process wants of a study.
public enum OpenMode {
  /// Runs the sweep: makes the folder if need be, takes the lease, writes journal and decisions.
  CONTROL,
  /// Measures one server's runs on behalf of a controller: writes only inside its own attempt
  /// folders and needs no lease.
  AGENT,
  /// Looks: writes nothing.
  READ
}
