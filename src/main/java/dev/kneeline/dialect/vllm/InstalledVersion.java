package dev.kneeline.dialect.vllm;

import dev.kneeline.exec.Programs;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Template;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The version of the engine that a command would start, told by its Python environment and without
/// starting it: the program's first line names the interpreter, beside whose packages lies a folder
/// such as `vllm-0.11.0.dist-info`.
final class InstalledVersion {

  private InstalledVersion() {}

  /// By engine name; empty where it cannot be told, as for a container, whose image tells it in the
  /// command.
  static Map<String, String> of(Subject subject) {
    if (!(subject instanceof Subject.Started started)
        || started.environment().values().stream()
            .anyMatch(value -> value.holes().contains("simulated_engines"))) {
      return Map.of();
    }
    List<String> words = started.command().stream().map(Template::show).toList();
    String engine = started.engine().name();
    return words.stream()
        .filter(
            word -> Call.baseName(word).equals(engine) || Call.baseName(word).startsWith("python"))
        .findFirst()
        .flatMap(Programs::find)
        .flatMap(program -> version(program, engine))
        .map(version -> Map.of(engine, version))
        .orElse(Map.of());
  }

  /// @param program the engine's script, or a Python
  static Optional<String> version(Path program, String engine) {
    Path python = interpreter(program).orElse(program);
    Path bin = python.toAbsolutePath().getParent();
    if (bin == null || bin.getParent() == null) {
      return Optional.empty();
    }
    Path packages = bin.getParent().resolve("lib");
    try (Stream<Path> found = Files.find(packages, 3, (file, _) -> isOf(file, engine))) {
      return found
          .map(file -> file.getFileName().toString())
          .map(name -> name.substring(engine.length() + 1, name.length() - ".dist-info".length()))
          .findFirst();
    } catch (IOException noEnvironment) {
      return Optional.empty();
    }
  }

  private static boolean isOf(Path file, String engine) {
    String name = file.getFileName().toString();
    return name.startsWith(engine + "-") && name.endsWith(".dist-info");
  }

  private static Optional<Path> interpreter(Path script) {
    try (BufferedReader reader = Files.newBufferedReader(script, StandardCharsets.ISO_8859_1)) {
      String first = reader.readLine();
      return first != null && first.startsWith("#!/") && first.contains("python")
          ? Optional.of(Path.of(first.substring(2).strip().split("\\s+")[0]))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
