package dev.kneeline.cli;

import dev.kneeline.analysis.Columns;
import dev.kneeline.analysis.Effects;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Show;
import dev.kneeline.analysis.Simulated;
import dev.kneeline.analysis.SlaAnswer;
import dev.kneeline.analysis.Table;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Slo;
import dev.kneeline.report.CsvTable;
import dev.kneeline.report.EffectsTable;
import dev.kneeline.report.JsonRows;
import dev.kneeline.report.MarkdownTable;
import dev.kneeline.report.TerminalPlot;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import dev.kneeline.sweep.SlaFile;
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

  @Mixin RowOptions filter = new RowOptions();

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

  @Option(
      names = "--group-by",
      paramLabel = "NAMES",
      split = ",",
      description = "only the best of each combination of some parameters")
  List<String> groupBy = new ArrayList<>();

  @Option(names = "--effects", description = "which parameters matter, and by how much")
  boolean effects;

  @Option(names = "--plot", description = "the frontier in the terminal as well")
  boolean plot;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    try (StudyFolder study = Studies.read(folder)) {
      KeptQuestion question = KeptQuestion.read(study.root());
      Optional<Objective> objective = goal.objective(question.goal());
      List<Slo> slos = goal.slos(question.goal());
      List<Row> rows = filter.rows(study, spec.commandLine().getErr());
      if (effects) {
        Table table = EffectsTable.of(Effects.on(required(objective), rows), required(objective));
        print(Simulated.noted(table, rows), rows);
        return ExitCode.OK;
      }
      List<Row> ordered =
          groupBy.isEmpty()
              ? Show.ordered(rows, objective, slos)
              : Show.bestOfGroups(rows, groupBy, required(objective), slos);
      List<Row> shown = top == null ? ordered : ordered.stream().limit(top).toList();
      print(shown, columns(rows, objective, slos), slos);
      List<SlaAnswer> answers = SlaFile.read(study.root());
      if (format == Format.TABLE && !answers.isEmpty()) {
        spec.commandLine().getOut().println();
        SlaReport.print(answers, spec.commandLine().getOut(), spec.commandLine().getErr());
      }
      if (plot) {
        String y = ParetoPictures.defaultY(rows);
        int width = Terminal.detect().columns();
        spec.commandLine().getOut().print(TerminalPlot.of(rows, ParetoPictures.X, y, width, 20));
        spec.commandLine().getOut().flush();
      }
      if (format == Format.TABLE && objective.isPresent()) {
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        Answers.print(rows, objective.get(), slos, err);
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

  private static Objective required(Optional<Objective> objective) {
    return objective.orElseThrow(() ->
        new Refusal(
            ExitCode.WRONG,
            "the study does not say what is best",
            "give it, such as --objective 'max output_throughput'"));
  }

  private void print(List<Row> rows, Columns chosen, List<Slo> slos) {
    if (format == Format.JSON) {
      spec.commandLine().getOut().print(JsonRows.of(rows, chosen, slos));
      spec.commandLine().getOut().flush();
    } else {
      print(Show.table(rows, chosen, slos), rows);
    }
  }

  private void print(Table table, List<Row> rows) {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> out.print(TerminalTable.of(table, Terminal.detect().columns()));
      case CSV -> out.print(CsvTable.of(Simulated.marked(table, rows)));
      case MD -> out.print(MarkdownTable.of(table));
      case JSON ->
          throw new Refusal(
              ExitCode.WRONG, "there are no effects in JSON", "use --format csv or md");
    }
    out.flush();
  }
}
