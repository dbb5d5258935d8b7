package dev.kneeline.dialect.vllm;

import dev.kneeline.plan.Secrets;
import dev.kneeline.plan.ShellText;
import dev.kneeline.sweep.RunnerOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// `bench sweep ...`: the sweeps of vLLM under their names.
public final class BenchSweep {

  private static final SequencedMap<String, Function<Desk, Object>> COMMANDS =
      new LinkedHashMap<>();

  static {
    COMMANDS.put("serve", SweepServe::new);
    COMMANDS.put("serve_sla", SweepServeSla::new);
    COMMANDS.put("serve_workload", SweepServeWorkload::new);
    COMMANDS.put("startup", SweepStartup::new);
  }

  private BenchSweep() {}

  /// The names of the sweeps.
  public static List<String> names() {
    return List.copyOf(COMMANDS.keySet());
  }

  /// A command by its name, to be executed with option names in dashes.
  public static CommandLine command(String name, Desk desk) {
    Function<Desk, Object> maker = COMMANDS.get(name);
    if (maker == null) {
      throw new IllegalArgumentException("no sweep is called " + name);
    }
    CommandLine line = new CommandLine(maker.apply(desk));
    line.setCommandName("kneeline bench sweep " + name);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // As with vLLM: of an option that is given twice the last one counts, and nobody is told.
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    line.setOverwrittenOptionsAllowed(true);
    line.setOut(desk.out());
    line.setErr(desk.err());
    line.setExecutionStrategy(parsed -> refusing(parsed, desk));
    return line;
  }

  private static int refusing(CommandLine.ParseResult parsed, Desk desk) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (CommandLine.ExecutionException wrapped) {
      if (wrapped.getCause() instanceof SweepRefusal refusal) {
        desk.err().println(refusal.text());
        desk.err().flush();
        return refusal.code();
      }
      throw wrapped;
    }
  }

  /// The words of a call, secrets hidden.
  static List<String> words(CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of(spec.qualifiedName().split(" ")));
    words.addAll(spec.commandLine().getParseResult().originalArgs());
    return Secrets.hideInArguments(words);
  }

  static void tellNotes(Prepared prepared, Desk desk) {
    prepared.notes().forEach(note -> desk.err().println("note: " + note));
    desk.err().flush();
  }

  /// Tells how a sweep ended.
  ///
  /// @return the exit code
  static int report(Prepared prepared, SweepRun.Result result, Desk desk) {
    String folder = prepared.experiment().folder().toString();
    desk.err().println("results: " + folder);
    if (result.failures() > 0 || result.end() == RunnerOutcome.End.INTERRUPTED) {
      desk.err()
          .println(
              "not everything was measured; the same command with --resume goes on: -e %s --resume"
                  .formatted(ShellText.quote(prepared.experiment().name())));
    }
    desk.err().flush();
    return result.exitCode();
  }
}
