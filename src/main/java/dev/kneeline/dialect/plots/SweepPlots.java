package dev.kneeline.dialect.plots;

import dev.kneeline.analysis.Row;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;

/// The commands `bench sweep plot` and `bench sweep plot_pareto`, in vLLM's words.
public final class SweepPlots {

  /// Their names as they are typed.
  public static final List<String> NAMES = List.of("plot", "plot_pareto");

  private SweepPlots() {}

  /// Where a command reads and writes.
  ///
  /// @param out takes the paths of pictures
  /// @param err takes warnings and messages
  /// @param studies how a study of ours is read
  public record Surroundings(PrintWriter out, PrintWriter err, Function<Path, List<Row>> studies) {}

  /// A command, to be executed with the words behind its name.
  ///
  /// @param name one of {@link #NAMES}
  public static CommandLine command(String name, Surroundings surroundings) {
    Callable<Integer> command =
        name.equals("plot") ? new PlotCommand(surroundings) : new PlotParetoCommand(surroundings);
    CommandLine line = new CommandLine(command);
    line.setCommandName("kneeline bench sweep " + name);
    line.setOut(surroundings.out());
    line.setErr(surroundings.err());
    line.setExecutionExceptionHandler((failure, failing, parsed) -> {
      if (failure instanceof PlotRefusal refusal) {
        surroundings.err().println("error: " + refusal.message());
        if (!refusal.hint().isEmpty()) {
          surroundings.err().println("hint: " + refusal.hint());
        }
        return refusal.code();
      }
      throw failure;
    });
    return line;
  }

  /// Option names with dashes, as vLLM's parser understands both.
  public static List<String> dashed(List<String> words) {
    return words.stream()
        .map(word ->
            word.startsWith("--")
                ? word.substring(0, end(word)).replace('_', '-') + word.substring(end(word))
                : word)
        .toList();
  }

  private static int end(String word) {
    return word.indexOf('=') < 0 ? word.length() : word.indexOf('=');
  }

  /// Tells what an experiment could not read.
  static void tell(Experiment experiment, PrintWriter err) {
    for (Map.Entry<Path, String> each : experiment.unreadable().entrySet()) {
      err.println("skipped %s: %s".formatted(each.getKey(), each.getValue()));
    }
  }
}
