package dev.kneeline.exec;

import dev.kneeline.sim.Shims;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

  /// This machine: the current folder, the user's cache folder, and the Java and classes that run
  /// us.
  public static Surroundings here() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Map<String, String> names =
        Map.of("job_id", "", "java", java(), "classpath", absoluteClassPath());
    return new Surroundings(Path.of("").toAbsolutePath(), folder.resolve("kneeline"), names);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// Absolute, since a server may work in another folder.
  private static String absoluteClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// The folder of the stand-ins for the engines' programs, which is made where it is missing.
  Path simulatedEngines() throws IOException {
    List<String> launcher = new ArrayList<>();
    launcher.add(names.getOrDefault("java", java()));
    launcher.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    launcher.addAll(List.of("-cp", names.getOrDefault("classpath", absoluteClassPath())));
    launcher.add("dev.kneeline.cli.Main");
    return Shims.below(cache, launcher);
  }

  /// The runtime names that no server and no run changes.
  Map<String, String> namesFor(Path study) {
    Map<String, String> all = new LinkedHashMap<>(names);
    all.put("study_dir", study.toAbsolutePath().toString());
    all.put("cache_dir", cache.toString());
    all.put("search_path", System.getenv().getOrDefault("PATH", ""));
    return all;
  }
}
