package dev.kneeline.store;

/// What answered a run's requests.
///
/// @param simulated whether it was the simulator; such figures never pass for measured ones
/// @param engine name of the engine's preset; empty where there was no server
/// @param version as the engine itself reports it; empty where it does not
public record Origin(boolean simulated, String engine, String version) {}
