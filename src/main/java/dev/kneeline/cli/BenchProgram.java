package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.dialect.bench.BenchServe;
import dev.kneeline.dialect.plots.SweepPlots;
import dev.kneeline.store.StudyFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/// `kneeline bench serve`, in the words of `vllm bench serve`.
final class BenchProgram {

  private BenchProgram() {}

  static int run(List<String> words, PrintWriter out, PrintWriter err) {
    Complaints complaints = new Complaints(err);
    if (words.size() > 1
        && words.getFirst().equals("sweep")
        && SweepPlots.NAMES.contains(words.get(1))) {
      return SweepPlots.command(
              words.get(1), new SweepPlots.Surroundings(out, err, BenchProgram::rows))
          .execute(SweepPlots.dashed(words.subList(2, words.size())).toArray(String[]::new));
    }
    if (words.isEmpty() || !words.getFirst().equals("serve")) {
      boolean asks = !words.isEmpty() && List.of("--help", "-h").contains(words.getFirst());
      if (asks) {
        out.println("usage: kneeline bench serve [OPTIONS]   (its --help lists them)");
        return ExitCode.OK;
      }
      complaints.say(
          words.isEmpty()
              ? "`kneeline bench` needs a verb"
              : "unknown verb 'bench %s'".formatted(words.getFirst()),
          "`kneeline bench serve` is the one it has");
      return ExitCode.WRONG;
    }
    CommandLine line = complaints.attach(BenchServe.command(out, err, Terminal.detect().live()));
    line.setCommandName("kneeline bench serve");
    line.setOut(out);
    List<String> rest = words.subList(1, words.size());
    return line.execute(BenchServe.dashed(rest).toArray(String[]::new));
  }

  private static List<Row> rows(Path folder) {
    try (StudyFolder study = Studies.read(folder)) {
      return StudyRows.of(study);
    }
  }
}
