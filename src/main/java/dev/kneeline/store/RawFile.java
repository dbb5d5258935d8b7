package dev.kneeline.store;

/// The file from which a run's figures can be computed again.
///
/// @param name relative to the attempt's folder: inside it, or of an imported run the original that
///   the study keeps below `imports/`, or has elsewhere
/// @param bytes its size when the run was committed
/// @param sha256 of its bytes then, in hexadecimal digits
public record RawFile(String name, long bytes, String sha256) {}
