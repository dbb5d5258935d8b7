package dev.kneeline.cli;

import dev.kneeline.report.Findings;
import dev.kneeline.report.ReportPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a study's report page and other files of answers.
final class ReportFiles {

  private ReportFiles() {}

  /// Writes the page, whole or not at all.
  static void page(Path file, Findings findings) {
    write(file, ReportPage.of(findings).getBytes(StandardCharsets.UTF_8));
  }

  /// Replaces a file in one step.
  static void write(Path file, byte[] content) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path aside = file.resolveSibling(file.getFileName() + ".tmp");
      Files.write(aside, content);
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new Refusal(
          ExitCode.IMPOSSIBLE,
          "cannot write %s: %s".formatted(file, failed.getMessage()),
          "give another place with --out");
    }
  }
}
