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

  /// Writes `sla.json` and the pictures.
  ///
  /// @return the answers
  static List<SlaAnswer> write(Sweep sweep, SloSearch search, Study study, Path folder) {
    List<SlaAnswer> answers =
        search.outcomes(study).stream()
            .map(outcome -> SlaAnswer.of(outcome, search.question().variable()))
            .toList();
    SlaFile.write(sweep.name(), answers, folder);
    return answers;
  }

  /// Prints answers: the table as data, the rest as talk.
  static void print(List<SlaAnswer> answers, PrintWriter data, PrintWriter talk) {
    data.print(TerminalTable.of(SlaTable.of(answers), Terminal.detect().columns()));
    data.flush();
    talk.println();
    SlaTable.why(answers).forEach(talk::println);
    SlaTable.sentence(answers).ifPresent(talk::println);
  }
}
