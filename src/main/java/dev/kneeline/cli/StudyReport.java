package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.Findings;
import dev.kneeline.report.LiveState;
import dev.kneeline.report.ReportPage;
import dev.kneeline.store.Records;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.util.List;
import java.util.Optional;

/// What a report page tells of a study, read from its folder alone: `run`, `report` and `watch`
/// show the same page.
final class StudyReport {

  private StudyReport() {}

  /// The study at its own goal and price.
  static Findings of(StudyFolder study) {
    return of(study, study.records(), new GoalOptions(), new PriceOption());
  }

  /// The study as a page that follows it.
  static ReportPage.Live live(
      StudyFolder study, GoalOptions goal, PriceOption price, LiveState state) {
    return ReportPage.live(of(study, study.records(), goal, price), state);
  }

  static Findings of(StudyFolder study, Records records, GoalOptions goal, PriceOption price) {
    KeptQuestion question = KeptQuestion.read(study.root());
    Optional<Objective> objective = goal.objective(question.goal());
    List<Slo> slos = goal.slos(question.goal());
    List<Row> rows = StudyRows.of(study, records, question, price.or(question.gpuHourPrice()));
    return new Findings(
        question.name(),
        rows,
        objective,
        slos,
        StudyEvidence.of(study.root(), records, rows, objective, slos));
  }
}
