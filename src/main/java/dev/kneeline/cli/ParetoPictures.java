package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.report.Chart;
import dev.kneeline.report.ParetoChart;
import dev.kneeline.report.Png;
import dev.kneeline.report.Svg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Draws a study's frontier into files.
final class ParetoPictures {

  /// The axes by default: how fast one user reads, against what the machine gives in all.
  static final String X = "interactivity";

  private ParetoPictures() {}

  /// Total tokens per second and GPU where there are GPUs, else output tokens per second.
  static String defaultY(List<Row> rows) {
    boolean perGpu = rows.stream().anyMatch(row -> row.average("total_tokens_per_gpu").isPresent());
    return perGpu ? "total_tokens_per_gpu" : "output_throughput";
  }

  /// Writes `pareto.svg` and `pareto.png`; empty where no row has both metrics.
  ///
  /// @return the PNG's path
  static Optional<Path> draw(String title, List<Row> rows, String x, String y, Path folder) {
    Optional<Chart> chart = ParetoChart.of(title, rows, x, y);
    if (chart.isEmpty()) {
      return Optional.empty();
    }
    String svg = Svg.of(chart.get());
    try {
      Files.createDirectories(folder);
      replace(folder.resolve("pareto.svg"), svg.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      Path png = folder.resolve("pareto.png");
      replace(png, Png.of(svg));
      return Optional.of(png);
    } catch (IOException failed) {
      throw new Refusal(
          ExitCode.IMPOSSIBLE,
          "the picture cannot be written to %s: %s".formatted(folder, failed.getMessage()),
          "give another folder with --out");
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(aside, content);
    Files.move(
        aside,
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }
}
