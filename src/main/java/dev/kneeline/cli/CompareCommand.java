package dev.kneeline.cli;

import dev.kneeline.analysis.Comparison;
import dev.kneeline.analysis.Gate;
import dev.kneeline.analysis.Row;
import dev.kneeline.analysis.Simulated;
import dev.kneeline.analysis.Table;
import dev.kneeline.metric.Objective;
import dev.kneeline.metric.Parsed;
import dev.kneeline.report.ComparisonJson;
import dev.kneeline.report.ComparisonTable;
import dev.kneeline.report.CsvTable;
import dev.kneeline.report.MarkdownTable;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.space.Value;
import dev.kneeline.store.Records;
import dev.kneeline.store.StudyFolder;
import dev.kneeline.sweep.KeptQuestion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      description = "table, csv, json or md (default: ${DEFAULT-VALUE})")
  Format format = Format.TABLE;

  @Spec CommandSpec spec = CommandSpec.create();

  /// One study as it is compared.
  ///
  /// @param facts provenance and what does not vary
  /// @param seed the sweep's, by which runs of one repetition were sent the same requests
  private record Side(
      String name,
      List<Row> rows,
      Map<String, String> facts,
      List<String> asked,
      Optional<Value> seed) {}

  @Override
  public Integer call() {
    List<Gate> limits = gates.stream().map(CompareCommand::gate).toList();
    Side first = side(folders.getFirst());
    List<ComparisonJson.Compared> all = new ArrayList<>();
    boolean failed = false;
    for (Path folder : folders.subList(1, folders.size())) {
      Side second = side(folder);
      ComparisonJson.Compared each = compared(first, second, limits);
      List<Row> both = Stream.concat(first.rows().stream(), second.rows().stream()).toList();
      tell(each, both, all.isEmpty());
      failed |= failed(each, limits);
      all.add(each);
    }
    if (format == Format.JSON) {
      spec.commandLine().getOut().print(ComparisonJson.of(all));
    }
    spec.commandLine().getOut().flush();
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private ComparisonJson.Compared compared(Side first, Side second, List<Gate> limits) {
    boolean paired = first.seed().isPresent() && first.seed().equals(second.seed());
    Comparison comparison =
        Comparison.of(
            first.rows(), second.rows(), new Comparison.Options(keys(first), by, 1, paired));
    return new ComparisonJson.Compared(
        first.name(),
        second.name(),
        Comparison.changedFacts(first.facts(), second.facts()),
        comparison,
        limits.stream().flatMap(gate -> comparison.failing(gate).stream()).distinct().toList());
  }

  /// What changed comes before how figures changed: it may be why.
  private void tell(ComparisonJson.Compared each, List<Row> both, boolean isFirst) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    switch (format) {
      case TABLE -> {
        out.println("%s against %s".formatted(each.after(), each.before()));
        each.changed().forEach((name, how) -> out.println("changed: %s: %s".formatted(name, how)));
        Table table = Simulated.noted(ComparisonTable.of(each.comparison()), both);
        out.print(TerminalTable.of(table, Terminal.detect().columns()));
      }
      case MD -> {
        out.println("### %s against %s\n".formatted(each.after(), each.before()));
        each.changed()
            .forEach((name, how) -> out.println("- changed: `%s`: %s".formatted(name, how)));
        out.println(each.changed().isEmpty() ? "Nothing else has changed.\n" : "");
        out.print(MarkdownTable.of(Simulated.noted(ComparisonTable.of(each.comparison()), both)));
      }
      case CSV -> {
        each.changed().forEach((name, how) -> err.println("changed: %s: %s".formatted(name, how)));
        Table table =
            Simulated.marked(ComparisonTable.numbers(each.after(), each.comparison()), both);
        String text = CsvTable.of(table);
        out.print(isFirst ? text : text.substring(text.indexOf('\n') + 1));
      }
      case JSON -> {}
    }
  }

  private boolean failed(ComparisonJson.Compared each, List<Gate> limits) {
    PrintWriter err = spec.commandLine().getErr();
    if (each.comparison().matched() == 0 && !limits.isEmpty()) {
      err.println("gate failed: there is nothing in both studies that it could judge");
      return true;
    }
    each.failing()
        .forEach(difference ->
            err.println("gate failed: " + ComparisonTable.line(difference, each.comparison())));
    return !each.failing().isEmpty();
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
      KeptQuestion question = KeptQuestion.read(study.root());
      Records records = study.records();
      Map<String, String> facts = new LinkedHashMap<>();
      String engines =
          records.runs().stream()
              .map(run -> (run.origin().engine() + " " + run.origin().version()).strip())
              .distinct()
              .collect(Collectors.joining(", "));
      facts.put("engine", engines);
      question.constants().forEach((name, value) -> facts.put(name, value.spelling()));
      facts.putAll(StudyFacts.of(study.root()).flat());
      return new Side(
          folder.toString(),
          StudyRows.of(study, records, question, question.gpuHourPrice()),
          facts,
          question.goal().map(goal -> goal.objective()).map(Objective::key).stream().toList(),
          seed(study.root()));
    }
  }

  private static Optional<Value> seed(Path root) {
    return StudyFiles.json(root.resolve("sweep.json"))
        .map(question -> StudyFiles.entries(question, "conduct"))
        .map(conduct -> conduct.get("seed"));
  }

  private static Gate gate(String text) {
    return switch (Gate.parse(text)) {
      case Parsed.Good<Gate>(Gate gate) -> gate;
      case Parsed.Bad<Gate> bad -> throw new Refusal(ExitCode.WRONG, bad.message(), bad.hint());
    };
  }
}
