package dev.kneeline.engine;

/// Where a running server tells what it really runs with.
///
/// @param path asked with GET once the server is ready
/// @param prefix dotted path inside the JSON reply below which parameters stand under their own
///   names (`-` and `_` alike); empty for the top level
public record Readback(String path, String prefix) {}
