package dev.kneeline.exec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a node's commands may refer to besides their server.
///
/// @param directory where commands work, so that relative paths in a sweep file mean what they mean
///   in the shell it is run from
/// @param cache folder for files that are made once and used by every study
/// @param names further runtime names, such as `job_id`
public record Surroundings(Path directory, Path cache, Map<String, String> names) {

  public Surroundings {
    names = Map.copyOf(names);
  }

  /// This machine: the current folder and the user's cache folder.
  public static Surroundings here() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return new Surroundings(
        Path.of("").toAbsolutePath(), folder.resolve("kneeline"), Map.of("job_id", ""));
  }

  /// The runtime names that no server and no run changes.
  Map<String, String> namesFor(Path study) {
    Map<String, String> all = new LinkedHashMap<>(names);
    all.put("study_dir", study.toAbsolutePath().toString());
    all.put("cache_dir", cache.toString());
    return all;
  }
}
