package dev.kneeline.cli;

import dev.kneeline.analysis.Answer;
import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.analysis.Table;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.AnswerText;
import dev.kneeline.report.CsvTable;
import dev.kneeline.report.JsonRows;
import dev.kneeline.report.MarkdownTable;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline show DIR`: every configuration of a study, the best first, and the answer in words.
@Command(
    name = "show",
    description = "Shows a study's configurations, the best first, and its answer.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "the study's folder")
  @Nullable Path folder;

  @Mixin GoalOptions goal = new GoalOptions();

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, json, csv or md (default: ${DEFAULT-VALUE})")
  Format format = Format.TABLE;

  @Option(names = "--top", paramLabel = "N", description = "only the first N")
  @Nullable Integer top;

  @Option(
      names = "--columns",
      paramLabel = "PATTERNS",
      split = ",",
      description = "columns by pattern, such as '*ttft*,max-concurrency'; 'all' for all")
  List<String> columns = new ArrayList<>();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (StudyFolder study = Studies.read(folder)) {
      KeptQuestion question = KeptQuestion.read(study.root());
      Optional<Objective> objective = goal.objective(question.goal());
      List<Slo> slos = goal.slos(question.goal());
      List<Row> rows = study.study().trials().stream().map(Row::of).toList();
      List<Row> ordered = Show.ordered(rows, objective, slos);
      List<Row> shown = top == null ? ordered : ordered.stream().limit(top).toList();
      print(shown, columns(rows, objective, slos), slos);
      if (format == Format.TABLE && objective.isPresent()) {
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        AnswerText.of(Answer.of(rows, objective.get(), slos), objective.get(), slos)
            .forEach(err::println);
      }
    }
    return ExitCode.OK;
  }

  private Columns columns(List<Row> rows, Optional<Objective> objective, List<Slo> slos) {
    if (columns.isEmpty()) {
      return Columns.usual(rows, objective.stream().toList(), slos);
    }
    if (columns.equals(List.of("all"))) {
      return Columns.all(rows);
    }
    List<String> unmatched = Columns.unmatched(rows, columns);
    if (!unmatched.isEmpty()) {
      throw new Refusal(
          ExitCode.WRONG,
          "no column matches " + String.join(", ", unmatched),
          "`--columns all` shows them all");
    }
    return Columns.matching(rows, columns);
  }

  private void print(List<Row> rows, Columns chosen, List<Slo> slos) {
    PrintWriter out = spec.commandLine().getOut();
    Table table = Show.table(rows, chosen, slos);
    switch (format) {
      case TABLE -> out.print(TerminalTable.of(table, Terminal.detect().columns()));
      case CSV -> out.print(CsvTable.of(table));
      case MD -> out.print(MarkdownTable.of(table));
      case JSON -> out.print(JsonRows.of(rows, chosen, slos));
    }
    out.flush();
  }
}
