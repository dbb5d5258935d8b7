package dev.kneeline.cli;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.report.Chart;
import dev.kneeline.report.Png;
import dev.kneeline.report.SlaChart;
import dev.kneeline.plan.Sweep;
import dev.kneeline.report.SlaTable;
import dev.kneeline.report.Svg;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.search.slo.SloOutcome;
import dev.kneeline.space.Value;
import dev.kneeline.store.Json;
import dev.kneeline.sweep.SlaFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the answers to an SLA search beside a study: `sla.json`, and a picture of each search.
final class SlaReport {

  /// Nobody looks at more pictures than this; all is in `sla.json`.
  private static final int MOST_PICTURES = 40;

  private SlaReport() {}

  /// Writes what was found, and prints it: the table as data, the rest as talk.
  static void print(
      Sweep sweep, List<SloOutcome> outcomes, Path folder, PrintWriter data, PrintWriter talk) {
    String variable = sweep.search().options().getOrDefault("variable", Value.UNSET).spelling();
    List<SlaAnswer> answers =
        outcomes.stream().map(outcome -> SlaAnswer.of(outcome, variable)).toList();
    List<Path> pictures = write(sweep.name(), answers, folder);
    data.print(TerminalTable.of(SlaTable.of(answers), Terminal.detect().columns()));
    data.flush();
    talk.println();
    SlaTable.sentence(answers).ifPresent(talk::println);
    pictures.stream().limit(1).forEach(picture -> talk.println("searches: " + picture));
  }

  /// @return the pictures, as PNG; an SVG lies beside each
  static List<Path> write(String title, List<SlaAnswer> answers, Path folder) {
    ReportFiles.write(
        folder.resolve(SlaFile.NAME),
        Json.pretty(SlaFile.json(answers)).getBytes(StandardCharsets.UTF_8));
    List<Path> pictures = new ArrayList<>();
    for (int number = 1; number <= Math.min(answers.size(), MOST_PICTURES); number++) {
      Optional<Chart> chart = SlaChart.of(title, answers.get(number - 1));
      if (chart.isPresent()) {
        String svg = Svg.of(chart.get());
        Path png = folder.resolve("sla-%d.png".formatted(number));
        ReportFiles.write(
            folder.resolve("sla-%d.svg".formatted(number)), svg.getBytes(StandardCharsets.UTF_8));
        ReportFiles.write(png, Png.of(svg));
        pictures.add(png);
      }
    }
    return pictures;
  }
}
