package dev.kneeline.exec;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A log as far as diagnosis needs it: its end, which is where a process says why it died.
record LogFile(Path path) {

  /// Engines that die write a few hundred lines of stack traces; this holds some twenty thousand.
  private static final int TAIL_BYTES = 2 << 20;

  /// The last lines, without colour codes; empty if there is no log.
  List<String> tail() {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long length = file.length();
      file.seek(Math.max(0, length - TAIL_BYTES));
      byte[] bytes = new byte[(int) Math.min(length, TAIL_BYTES)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8)
          .replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "")
          .lines()
          .toList();
    } catch (IOException missing) {
      return List.of();
    }
  }

  /// The last line that says something; empty if none does.
  String lastLine() {
    return tail().reversed().stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }
}
