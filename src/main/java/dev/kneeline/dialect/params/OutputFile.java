package dev.kneeline.dialect.params;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Puts a file in its place all at once: what was there stays until the new one is complete.
final class OutputFile {

  /// Something that writes.
  interface Content {
    long writeTo(Writer target) throws IOException;
  }

  private final Path file;

  OutputFile(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  boolean exists() {
    return Files.exists(file);
  }

  /// Writes the file.
  ///
  /// @return what the content returned
  /// @throws ParamsRefusal where the folder takes no file; nothing half-written is left
  long write(Content content) {
    Path folder = file.getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw refusal("it is a folder");
    }
    Path aside = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      long written;
      try (BufferedWriter target = Files.newBufferedWriter(aside, StandardCharsets.UTF_8)) {
        written = content.writeTo(target);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return written;
    } catch (IOException failure) {
      throw refusal(reason(failure));
    } finally {
      remove(aside);
    }
  }

  private String reason(IOException failure) {
    Path folder = file.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return "there is no folder " + folder;
    }
    return failure.getClass().getSimpleName().replace("Exception", "")
        + ": "
        + failure.getMessage();
  }

  private ParamsRefusal refusal(String reason) {
    return new ParamsRefusal(
        "cannot write %s: %s".formatted(file, reason),
        "name a file in a folder that you may write to");
  }

  private static void remove(Path aside) {
    try {
      Files.deleteIfExists(aside);
    } catch (IOException unremovable) {
      throw new ParamsRefusal(
          "cannot remove %s: %s".formatted(aside, unremovable.getMessage()), "remove it by hand");
    }
  }
}
