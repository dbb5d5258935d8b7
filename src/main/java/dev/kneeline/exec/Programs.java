package dev.kneeline.exec;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Finds programs as the system would: by path, or by name on the PATH.
public final class Programs {

  private Programs() {}

  /// @throws NoSuchFileException naming the program, if it cannot be found
  static void require(Processes.Start start) throws NoSuchFileException {
    String program = start.arguments().getFirst();
    if (find(program, start.environment(), start.directory()).isEmpty()) {
      throw new NoSuchFileException(program);
    }
  }

  /// The executable file of a program on our own PATH.
  public static Optional<Path> find(String program) {
    return find(program, Map.of(), Path.of(""));
  }

  private static Optional<Path> find(
      String program, Map<String, String> environment, Path directory) {
    if (program.contains("/")) {
      return Optional.of(directory.resolve(program)).filter(Programs::executable);
    }
    String path = environment.getOrDefault("PATH", System.getenv().getOrDefault("PATH", ""));
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> directory.resolve(folder).resolve(program))
        .filter(Programs::executable)
        .findFirst();
  }

  private static boolean executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
