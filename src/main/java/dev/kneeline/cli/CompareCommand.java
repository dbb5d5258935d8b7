package dev.kneeline.cli;

import dev.kneeline.analysis.Comparison;
import dev.kneeline.analysis.Difference;
import dev.kneeline.analysis.Gate;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Simulated;
import dev.kneeline.analysis.Table;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Parsed;
import dev.kneeline.report.ComparisonTable;
import dev.kneeline.report.CsvTable;
import dev.kneeline.report.MarkdownTable;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline compare A B [C ...]`: how later studies differ from the first, and whether by more
/// than chance.
@Command(
    name = "compare",
    description = "Compares studies with the first one: differences, intervals, chance.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

  private static final List<String> USUAL =
      List.of("output_throughput", "median_ttft_ms", "p99_ttft_ms", "mean_tpot_ms");

  @Parameters(
      arity = "2..*",
      paramLabel = "DIR",
      description = "studies; the first is compared with")
  List<Path> folders = new ArrayList<>();

  @Option(
      names = "--metrics",
      paramLabel = "KEYS",
      split = ",",
      description = "default: the objective's and the usual ones")
  List<String> metrics = new ArrayList<>();

  @Option(
      names = "--by",
      paramLabel = "NAMES",
      split = ",",
      description = "parameters to match by (default: all that occur in both)")
  List<String> by = new ArrayList<>();

  @Option(
      names = "--fail-if",
      paramLabel = "GATE",
      description = "such as 'output_throughput < -5%% and significant': then the exit code is 1")
  List<String> gates = new ArrayList<>();

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, csv or md (default: ${DEFAULT-VALUE})")
  Format format = Format.TABLE;

  @Spec CommandSpec spec = CommandSpec.create();

  /// One study as it is compared.
  private record Side(String name, List<Row> rows, Map<String, String> facts, List<String> asked) {}

  @Override
  public Integer call() {
    List<Gate> limits = gates.stream().map(CompareCommand::gate).toList();
    Side first = side(folders.getFirst());
    int exit = ExitCode.OK;
    for (Path folder : folders.subList(1, folders.size())) {
      exit = Math.max(exit, compare(first, side(folder), limits));
    }
    return exit;
  }

  private int compare(Side first, Side second, List<Gate> limits) {
    Comparison comparison =
        Comparison.of(first.rows(), second.rows(), new Comparison.Options(keys(first), by, 1));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    err.println("%s against %s".formatted(second.name(), first.name()));
    Comparison.changedFacts(first.facts(), second.facts())
        .forEach((name, change) -> err.println("changed: %s: %s".formatted(name, change)));
    List<Row> both = Stream.concat(first.rows().stream(), second.rows().stream()).toList();
    Table table = Simulated.noted(ComparisonTable.of(comparison), both);
    switch (format) {
      case TABLE -> out.print(TerminalTable.of(table, Terminal.detect().columns()));
      case CSV -> out.print(CsvTable.of(Simulated.marked(table, both)));
      case MD -> out.print(MarkdownTable.of(table));
      case JSON ->
          throw new Refusal(ExitCode.WRONG, "compare has no JSON", "use --format csv or md");
    }
    out.flush();
    if (comparison.matched() == 0 && !limits.isEmpty()) {
      err.println("gate failed: there is nothing in both studies that it could judge");
      return ExitCode.FAILED;
    }
    int exit = ExitCode.OK;
    for (Gate gate : limits) {
      for (Difference difference : comparison.failing(gate)) {
        err.println("gate failed: " + ComparisonTable.line(difference));
        exit = ExitCode.FAILED;
      }
    }
    return exit;
  }

  private List<String> keys(Side first) {
    Set<String> keys = new LinkedHashSet<>(metrics);
    if (keys.isEmpty()) {
      keys.addAll(first.asked());
      keys.addAll(USUAL);
    }
    keys.forEach(GoalOptions::requireMetric);
    return List.copyOf(keys);
  }

  private static Side side(Path folder) {
    try (StudyFolder study = Studies.read(folder)) {
      List<Row> rows = StudyRows.of(study);
      KeptQuestion question = KeptQuestion.read(study.root());
      List<String> asked =
          question.goal().map(goal -> goal.objective()).map(Objective::key).stream().toList();
      return new Side(folder.toString(), rows, StudyFacts.of(study.root()).flat(), asked);
    }
  }

  private static Gate gate(String text) {
    return switch (Gate.parse(text)) {
      case Parsed.Good<Gate>(Gate gate) -> gate;
      case Parsed.Bad<Gate> bad -> throw new Refusal(ExitCode.WRONG, bad.message(), bad.hint());
    };
  }
}
