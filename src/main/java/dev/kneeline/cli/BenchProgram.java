package dev.kneeline.cli;

import dev.kneeline.analysis.Row;
import dev.kneeline.dialect.bench.BenchServe;
import dev.kneeline.dialect.bench.BenchWords;
import dev.kneeline.dialect.plots.SweepPlots;
import dev.kneeline.dialect.vllm.BenchSweep;
import dev.kneeline.dialect.vllm.Desk;
import dev.kneeline.space.Nearest;
import dev.kneeline.store.StudyFolder;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// `kneeline bench ...`, in the words of `vllm bench`: the load generator alone, sweeps, and their
/// pictures.
final class BenchProgram {

  static final String NAME = "bench";

  private static final List<String> VERBS = List.of("serve", "sweep");

  private final PrintWriter out;
  private final PrintWriter err;
  private final Complaints complaints;

  private BenchProgram(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    this.complaints = new Complaints(err);
  }

  static int run(List<String> words, PrintWriter out, PrintWriter err) {
    return new BenchProgram(out, err).run(words);
  }

  /// All commands with their options, to be completed and not to be run.
  static CommandLine commands() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    CommandLine sweep = new CommandLine(CommandSpec.create());
    for (String name : BenchSweep.names()) {
      sweep.addSubcommand(
          name, BenchSweep.command(name, new Desk(nowhere, nowhere, _ -> () -> {})));
    }
    for (String name : SweepPlots.NAMES) {
      sweep.addSubcommand(
          name,
          SweepPlots.command(
              name, new SweepPlots.Surroundings(nowhere, nowhere, BenchProgram::rows)));
    }
    return new CommandLine(CommandSpec.create())
        .addSubcommand("serve", BenchServe.command(nowhere, nowhere, false))
        .addSubcommand("sweep", sweep);
  }

  private int run(List<String> words) {
    String verb = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (verb) {
      case "serve" -> serve(rest);
      case "sweep" -> sweep(rest);
      default -> other(NAME, verb, VERBS);
    };
  }

  private int serve(List<String> words) {
    boolean live = Terminal.detect().live();
    try {
      OptionalInt code = BenchWords.runPlain(words, out, err, live);
      return code.isPresent() ? code.getAsInt() : serveParsed(words, live);
    } catch (RuntimeException failure) {
      return complaints.failed(failure);
    }
  }

  private int serveParsed(List<String> words, boolean live) {
    CommandLine line = BenchServe.command(out, err, live);
    line.setCommandName("kneeline bench serve");
    line.setOut(out);
    return ParsedCommand.run(line, BenchWords.dashed(words), err);
  }

  private int sweep(List<String> words) {
    String name = words.isEmpty() ? "" : words.getFirst();
    if (!sweeps().contains(name)) {
      return other("bench sweep", name, sweeps());
    }
    List<String> rest = BenchWords.dashed(words.subList(1, words.size()));
    return SweepPlots.NAMES.contains(name)
        ? SweepPlots.command(name, new SweepPlots.Surroundings(out, err, BenchProgram::rows))
            .execute(rest.toArray(String[]::new))
        : ParsedCommand.run(BenchSweep.command(name, new Desk(out, err, this::watch)), rest, err);
  }

  private static List<String> sweeps() {
    return Stream.concat(BenchSweep.names().stream(), SweepPlots.NAMES.stream()).toList();
  }

  private Desk.Watch watch(Runnable stop) {
    Interrupts interrupts = new Interrupts(err);
    interrupts.onInterrupt(stop);
    return interrupts::close;
  }

  /// Help, or a word that names nothing.
  private int other(String before, String word, List<String> known) {
    if (List.of("--help", "-h").contains(word)) {
      out.println("usage: kneeline bench serve [OPTIONS]        the load generator alone");
      out.println("       kneeline bench sweep NAME [OPTIONS]   " + String.join(", ", sweeps()));
      out.println("Each has its own --help.");
      return ExitCode.OK;
    }
    complaints.say(
        word.isEmpty()
            ? "`kneeline %s` needs a name behind it".formatted(before)
            : "unknown verb '%s %s'".formatted(before, word),
        Nearest.to(word, known)
            .map("did you mean '%s'?"::formatted)
            .orElse("it has: " + String.join(", ", known)));
    return ExitCode.WRONG;
  }

  private static List<Row> rows(Path folder) {
    try (StudyFolder study = Studies.read(folder)) {
      return StudyRows.of(study);
    }
  }
}
