package dev.kneeline.cli;

import java.nio.file.Path;
import java.util.Map;

/// Folders that outlive a study.
final class Settings {

  private Settings() {}

  /// Files made once and used by every study, such as generated models: `$KNEELINE_CACHE`, else
  /// `$XDG_CACHE_HOME/kneeline`, else `~/.cache/kneeline`.
  static Path cacheFolder(Map<String, String> environment) {
    String own = environment.getOrDefault("KNEELINE_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        shared.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return base.resolve("kneeline");
  }
}
