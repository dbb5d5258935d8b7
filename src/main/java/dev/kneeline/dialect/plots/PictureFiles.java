package dev.kneeline.dialect.plots;

import dev.kneeline.report.Chart;
import dev.kneeline.report.Png;
import dev.kneeline.report.Svg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a chart as PNG and, beside it, as SVG.
final class PictureFiles {

  /// CSS pixels to an inch.
  static final double PIXELS = 96;

  private PictureFiles() {}

  /// @param png its path; the SVG's differs in its ending
  /// @param dotsPerInch of the PNG
  static void write(Chart chart, Path png, double dotsPerInch) {
    String svg = Svg.of(chart);
    String name = String.valueOf(png.getFileName());
    Path vector = png.resolveSibling(name.substring(0, name.length() - 4) + ".svg");
    try {
      Path folder = png.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      replace(vector, svg.getBytes(StandardCharsets.UTF_8));
      replace(png, Png.of(svg, dotsPerInch / PIXELS));
    } catch (IOException failed) {
      throw new PlotRefusal(
          PlotRefusal.FAILED,
          "cannot write %s: %s".formatted(png, failed.getMessage()),
          "give another folder");
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(aside, content);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
