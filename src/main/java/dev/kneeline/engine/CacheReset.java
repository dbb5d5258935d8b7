package dev.kneeline.engine;

/// A request that empties one of a server's caches between two runs.
///
/// @param method `POST` or `GET`
/// @param path where it is sent
/// @param required whether a server that does not know the path (404) is at fault; vLLM answers 404
///   without its developer mode and for caches that a model does not have
/// @param successField boolean field of the JSON reply that must be true; empty when the status
///   tells
public record CacheReset(String method, String path, boolean required, String successField) {}
