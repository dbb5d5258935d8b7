package dev.kneeline.engine;

import java.util.List;

/// How the caches of a server are emptied between two runs.
public sealed interface CacheReset {

  /// A request that empties one cache, sent before every run.
  ///
  /// @param method `POST` or `GET`
  /// @param path where it is sent
  /// @param required whether a server that does not know the path (404) is at fault; vLLM answers
  ///   404 without its developer mode and for caches that a model does not have
  /// @param successField boolean field of the JSON reply that must be true; empty when the status
  ///   tells
  record Request(String method, String path, boolean required, String successField)
      implements CacheReset {}

  /// A command of the user's that cleans up, run after every run.
  record Command(List<String> words) implements CacheReset {
    public Command {
      words = List.copyOf(words);
    }
  }
}
