package dev.kneeline.cli;

import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.plan.Sweep;
import dev.kneeline.report.SlaTable;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.search.slo.SloSearch;
import dev.kneeline.study.Study;
import dev.kneeline.sweep.SlaFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/// Tells the answers to an SLA search.
final class SlaReport {

  private SlaReport() {}

  /// Writes what was found, and prints it: the table as data, the rest as talk.
  static void print(
      Sweep sweep, SloSearch search, Study study, Path folder, PrintWriter data, PrintWriter talk) {
    List<SlaAnswer> answers =
        search.outcomes(study).stream()
            .map(outcome -> SlaAnswer.of(outcome, search.question().variable()))
            .toList();
    List<Path> pictures = SlaFile.write(sweep.name(), answers, folder);
    print(answers, data, talk);
    pictures.stream().limit(1).forEach(picture -> talk.println("searches: " + picture));
  }

  static void print(List<SlaAnswer> answers, PrintWriter data, PrintWriter talk) {
    data.print(TerminalTable.of(SlaTable.of(answers), Terminal.detect().columns()));
    data.flush();
    talk.println();
    SlaTable.why(answers).forEach(talk::println);
    SlaTable.sentence(answers).ifPresent(talk::println);
  }
}
