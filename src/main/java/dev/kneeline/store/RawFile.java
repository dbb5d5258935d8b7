package dev.kneeline.store;

/// The file from which a run's figures can be computed again.
///
/// @param name inside the attempt's folder
/// @param bytes its size when the run was committed
/// @param sha256 of its bytes then, in hexadecimal digits
public record RawFile(String name, long bytes, String sha256) {}
