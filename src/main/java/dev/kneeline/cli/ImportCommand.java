package dev.kneeline.cli;

import dev.kneeline.dialect.results.ImportReport;
import dev.kneeline.dialect.results.ResultFiles;
import dev.kneeline.dialect.results.ResultFormat;
import dev.kneeline.dialect.results.StudyImport;
import dev.kneeline.report.NumberText;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.StudyFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline import DIR|FILE...`: results of other tools into a study, for every verb that answers.
@Command(
    name = "import",
    description = {
      "Takes result files of other tools into a study: vLLM's bench serve and its sweeps, SGLang's"
          + " bench_serving, genai-bench, InferenceMAX, guidellm, aiperf, and studies of Kneeline.",
      "Importing again brings only what is new. Exit code 1 where a file could not be read, or"
          + " nothing was found."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  /// Names that are told one by one; of more only the number.
  private static final int TOLD = 40;

  @Parameters(arity = "1..*", paramLabel = "PATH", description = "files, or folders to search")
  List<Path> sources = new ArrayList<>();

  @Option(
      names = "--into",
      paramLabel = "STUDY",
      description = "the study's folder (default: results/imported-NAME of the first path)")
  @Nullable Path into;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "what the files are: vllm, sglang, genai-bench, inferencemax, guidellm or aiperf"
              + " (default: told by their content)")
  @Nullable String format;

  @Option(
      names = "--gpus",
      paramLabel = "N",
      defaultValue = "0",
      description = "GPUs of each server, for runs that do not tell")
  int gpus;

  @Option(
      names = "--ignore",
      paramLabel = "NAMES",
      split = ",",
      description = "names that are no parameters, such as a label that differs in every run")
  List<String> ignored = new ArrayList<>();

  @Option(
      names = "--reference",
      description = "name the original files where they lie instead of copying them")
  boolean reference;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (Path source : sources) {
      if (!Files.exists(source)) {
        throw new Refusal(
            ExitCode.WRONG, "no such file or folder: " + source, "check its spelling");
      }
    }
    Path target = into == null ? usual() : into;
    ResultFiles.Wishes wishes =
        new ResultFiles.Wishes(wanted(), Set.copyOf(ignored), gpus, Optional.of(target));
    try (StudyFolder study = StudyFolder.open(target, OpenMode.CONTROL)) {
      ImportReport report = StudyImport.run(study, sources, wishes, !reference);
      tell(report, target);
      boolean nothing = report.imported() + report.known() == 0;
      return nothing || !report.unreadable().isEmpty() ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  private Path usual() {
    Path name = sources.getFirst().toAbsolutePath().normalize().getFileName();
    String stem = name == null ? "results" : name.toString().replaceFirst("\\.[^.]+$", "");
    return Path.of("results", "imported-" + stem);
  }

  private Optional<ResultFormat> wanted() {
    if (format == null) {
      return Optional.empty();
    }
    Optional<ResultFormat> known =
        ResultFormat.find(format).filter(each -> each != ResultFormat.KNEELINE);
    if (known.isEmpty()) {
      throw new Refusal(
          ExitCode.WRONG,
          "unknown format '%s'".formatted(format),
          "the formats are "
              + Arrays.stream(ResultFormat.values())
                  .filter(each -> each != ResultFormat.KNEELINE)
                  .map(ResultFormat::word)
                  .collect(Collectors.joining(", ")));
    }
    return known;
  }

  private void tell(ImportReport report, Path target) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    report
        .formats()
        .forEach((from, count) -> err.println("%s: %s".formatted(from.title(), runs(count))));
    leftOut(err, report.leftOut());
    report.unreadable().entrySet().stream()
        .limit(TOLD)
        .forEach(
            each -> err.println("cannot read %s: %s".formatted(each.getKey(), each.getValue())));
    if (report.unreadable().size() > TOLD) {
      err.println("and %d more cannot be read".formatted(report.unreadable().size() - TOLD));
    }
    names(err, "parameters that vary", report.varying(), "values");
    names(err, "no metric or parameter here", report.unmapped(), "runs");
    if (report.known() > 0) {
      err.println("%s already there".formatted(runs(report.known())));
    }
    out.println(
        "imported %s of %s configuration%s into %s"
            .formatted(
                runs(report.imported()),
                NumberText.grouped(report.points()),
                report.points() == 1 ? "" : "s",
                target));
    out.flush();
  }

  /// Files without a result, those of one reason together: a sweep has a summary in each folder.
  private static void leftOut(PrintWriter err, Map<Path, String> files) {
    Map<String, List<Path>> byReason = new LinkedHashMap<>();
    files.forEach((file, why) -> byReason.computeIfAbsent(why, _ -> new ArrayList<>()).add(file));
    byReason.forEach((why, each) ->
        err.println(
            each.size() == 1
                ? "%s: %s".formatted(each.getFirst(), why)
                : "%d files such as %s: %s".formatted(each.size(), each.getFirst(), why)));
  }

  private static void names(
      PrintWriter err, String what, Map<String, Integer> counts, String unit) {
    if (!counts.isEmpty()) {
      String some =
          counts.entrySet().stream()
              .limit(TOLD)
              .map(entry -> "%s (%d)".formatted(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining(", "));
      int more = counts.size() - TOLD;
      err.println(
          "%s (%s): %s%s"
              .formatted(what, unit, some, more > 0 ? " and %d more".formatted(more) : ""));
    }
  }

  private static String runs(int count) {
    return "%s run%s".formatted(NumberText.grouped(count), count == 1 ? "" : "s");
  }
}
