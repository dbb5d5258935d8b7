package dev.kneeline.cli;

import dev.kneeline.analysis.Answer;
import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.AnswerText;
import dev.kneeline.report.DriftText;
import java.io.PrintWriter;
import java.util.List;

/// What stands below a table of configurations: which is best, how sure that is, and what drifted.
final class Answers {

  private Answers() {}

  static void print(List<Row> rows, Objective objective, List<Slo> slos, PrintWriter talk) {
    AnswerText.of(Answer.of(rows, objective, slos), objective, slos).forEach(talk::println);
    DriftText.of(rows, objective.key()).forEach(talk::println);
  }
}
