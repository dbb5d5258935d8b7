package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.report.Chart;
import dev.kneeline.report.ParetoChart;
import dev.kneeline.report.ParetoSpec;
import dev.kneeline.report.Png;
import dev.kneeline.report.Svg;
import java.nio.charset.StandardCharsets;
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
  static Optional<Path> draw(String title, List<Row> rows, ParetoSpec spec, Path folder) {
    Optional<Chart> chart = ParetoChart.of(title, rows, spec);
    if (chart.isEmpty()) {
      return Optional.empty();
    }
    String svg = Svg.of(chart.get());
    Path png = folder.resolve("pareto.png");
    ReportFiles.write(folder.resolve("pareto.svg"), svg.getBytes(StandardCharsets.UTF_8));
    ReportFiles.write(png, Png.of(svg));
    return Optional.of(png);
  }
}
