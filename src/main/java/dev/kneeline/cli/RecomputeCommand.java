package dev.kneeline.cli;

import dev.kneeline.analysis.Recount;
import dev.kneeline.analysis.Table;
import dev.kneeline.analysis.Table.Cell;
import dev.kneeline.analysis.Table.Column;
import dev.kneeline.exec.Recomputation;
import dev.kneeline.report.TerminalTable;
import dev.kneeline.store.Damage;
import dev.kneeline.store.OpenMode;
import dev.kneeline.store.Records;
import dev.kneeline.store.StoredRun;
import dev.kneeline.store.StudyFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kneeline recompute DIR`: whether a study's figures are those of its raw samples; and what the
/// figures of a samples file are.
@Command(
    name = "recompute",
    description = {
      "Computes a study's figures again from its raw samples and compares them with those it"
          + " keeps.",
      "Of a samples file of `bench serve` it prints the figures as JSON.",
      "Exit code 1 where a figure differs or samples are damaged."
    },
    mixinStandardHelpOptions = true)
final class RecomputeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "the study's folder, or a samples file")
  @Nullable Path folder;

  @Option(names = "--write", description = "keep the figures that were computed now")
  boolean write;

  @Spec CommandSpec spec = CommandSpec.create();

  private final Recount recount = new Recount();
  private int withoutSamples;
  private int impossible;

  @Override
  public Integer call() {
    if (folder != null && Files.isRegularFile(folder)) {
      return SamplesFigures.tell(folder, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
    try (StudyFolder study = open()) {
      PrintWriter talk = spec.commandLine().getErr();
      Records records = study.records();
      for (Damage damage : records.damages()) {
        impossible(damage.path(), damage.message(), talk);
      }
      for (StoredRun run : records.runs()) {
        recompute(study, run, talk);
      }
    }
    tell(spec.commandLine().getOut());
    return impossible > 0 || (recount.different() > 0 && !write) ? ExitCode.FAILED : ExitCode.OK;
  }

  /// Who writes must be the only one; a folder that is no study is refused before it is made one.
  private StudyFolder open() {
    StudyFolder study = Studies.read(folder);
    if (!write) {
      return study;
    }
    study.close();
    return StudyFolder.open(study.root(), OpenMode.CONTROL);
  }

  private void recompute(StudyFolder study, StoredRun run, PrintWriter talk) {
    switch (Recomputation.of(study, run)) {
      case Recomputation.Computed computed -> {
        boolean same = recount.add(run.run().figures(), computed.figures());
        if (!same && write) {
          study.replaceFigures(run, computed.figures());
        }
      }
      case Recomputation.WithoutSamples _ -> withoutSamples++;
      case Recomputation.Impossible(String message) ->
          impossible(run.run().folder(), message, talk);
    }
  }

  private void impossible(String path, String message, PrintWriter talk) {
    impossible++;
    talk.println("%s: %s".formatted(path, message));
  }

  private void tell(PrintWriter out) {
    out.println(
        "%d run%s identical".formatted(recount.identical(), recount.identical() == 1 ? "" : "s"));
    if (recount.different() > 0) {
      out.println(
          "%d differ%s%s"
              .formatted(
                  recount.different(),
                  recount.different() == 1 ? "s" : "",
                  write ? ", now kept as computed" : ""));
    }
    if (withoutSamples > 0) {
      out.println("%d without samples, such as external benchmarks'".formatted(withoutSamples));
    }
    if (impossible > 0) {
      out.println("%d cannot be recomputed".formatted(impossible));
    }
    if (recount.different() > 0) {
      out.println();
      out.print(TerminalTable.of(table(), Terminal.detect().columns()));
    }
    out.flush();
  }

  private Table table() {
    return new Table(
        List.of(
            new Column("metric", "metric", ""),
            new Column("runs", "runs", ""),
            new Column("largest_difference", "largest difference", "")),
        recount.changes().stream().map(RecomputeCommand::line).toList(),
        List.of());
  }

  private static List<Cell> line(Recount.Change change) {
    return List.of(
        new Cell.Words(change.key()),
        new Cell.Count(change.runs()),
        new Cell.Words(largest(change.largest())));
  }

  private static String largest(double share) {
    if (Double.isInfinite(share)) {
      return "one of them absent";
    }
    return share <= Recount.TOLERANCE
        ? "only whether the sample carries it"
        : String.format(Locale.ROOT, "%.3g %%", 100 * share);
  }
}
