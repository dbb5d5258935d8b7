package dev.kneeline.dialect.bench;

import dev.kneeline.exec.LoadClients;
import dev.kneeline.load.AppliedLoad;
import dev.kneeline.load.LoadException;
import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.load.LoadResult;
import dev.kneeline.load.Problem;
import dev.kneeline.space.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The command `bench serve`: a person of `vllm bench serve` changes the program's name and nothing
/// else.
///
/// Its options are printed from the load generator's own table. It returns 0 when at least one
/// request completed, 1 when none did, 2 when the options are wrong.
public final class BenchServe implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int WRONG = 2;
  private static final long LAST_WORDS_SECONDS = 5;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final CommandSpec spec;

  private BenchServe(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.spec = spec(this);
  }

  /// The command, to be hung under `bench`.
  ///
  /// @param out takes the result
  /// @param err takes progress and messages
  /// @param terminal whether `err` is one, so that a progress line may be rewritten in place
  public static CommandLine command(PrintWriter out, PrintWriter err, boolean terminal) {
    return new CommandLine(new BenchServe(out, err, terminal).spec);
  }

  /// The options of a command line by name, for callers that apply the load themselves.
  ///
  /// @param words what follows `bench serve`
  /// @throws CommandLine.ParameterException for words that are no option of it
  public static Map<String, Value> options(List<String> words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return values(command(nowhere, nowhere, false).parseArgs(dashed(words).toArray(String[]::new)));
  }

  /// Spells option names with dashes, as vLLM's parser does: `--random_input_len=8` is understood.
  public static List<String> dashed(List<String> arguments) {
    List<String> spelled = new ArrayList<>();
    for (String argument : arguments) {
      int end = argument.indexOf('=') < 0 ? argument.length() : argument.indexOf('=');
      spelled.add(
          argument.startsWith("--")
              ? argument.substring(0, end).replace('_', '-') + argument.substring(end)
              : argument);
    }
    return spelled;
  }

  private static CommandSpec spec(BenchServe command) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name("serve");
    spec.usageMessage()
        .description("Applies load to an OpenAI-compatible server and measures it.")
        .sortOptions(false);
    spec.mixinStandardHelpOptions(false);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this help.").build());
    for (LoadOption row : LoadOptions.names()) {
      spec.addOption(option(row));
    }
    return spec;
  }

  private static OptionSpec option(LoadOption row) {
    OptionSpec.Builder option =
        OptionSpec.builder("--" + row.name())
            .description(description(row))
            .hidden(row.effect() == LoadOption.Effect.NO_EFFECT);
    switch (row.kind()) {
      case FLAG -> option.type(String.class).arity("0..1").fallbackValue("true").paramLabel("BOOL");
      case PAIRS ->
          option.type(List.class).auxiliaryTypes(String.class).arity("0..*").paramLabel("K=V");
      case TEXT, WHOLE, NUMBER, LIST, JSON ->
          option
              .type(String.class)
              .arity(row.effect() == LoadOption.Effect.NO_EFFECT ? "0..1" : "1")
              .fallbackValue("true")
              .paramLabel(row.kind().placeholder());
    }
    return option.build();
  }

  private static String description(LoadOption row) {
    String help = Character.toUpperCase(row.help().charAt(0)) + row.help().substring(1);
    return (row.fallback().isEmpty() ? help + "." : help + " (" + row.fallback() + ").")
        .replace("%", "%%");
  }

  @Override
  public Integer call() {
    ParseResult parsed = spec.commandLine().getParseResult();
    return switch (LoadOptions.read(values(parsed))) {
      case LoadOptions.Refused(List<Problem> problems) -> refuse(problems);
      case LoadOptions.Read(LoadOptions options) -> run(options, values(parsed));
    };
  }

  private static Map<String, Value> values(ParseResult parsed) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      String name = option.longestName().substring(2);
      Object given = option.getValue();
      if (given instanceof List<?> list) {
        values.put(
            name,
            new Value.Items(list.stream().map(item -> Value.of(String.valueOf(item))).toList()));
      } else if (given != null && !option.usageHelp()) {
        values.put(name, Value.of(String.valueOf(given)));
      }
    }
    return values;
  }

  private int refuse(List<Problem> problems) {
    for (Problem problem : problems) {
      err.printf("error: --%s: %s%n", problem.key(), problem.message());
      err.printf("hint: %s%n", problem.hint());
    }
    err.flush();
    return WRONG;
  }

  private int run(LoadOptions options, Map<String, Value> values) {
    SaveOptions save = SaveOptions.of(values);
    options.notes().forEach(note -> err.println("note: " + note));
    err.flush();
    LocalDateTime started = LocalDateTime.now(ZoneId.systemDefault());
    ProgressLine line = new ProgressLine(err, terminal && !save.quiet());
    AppliedLoad run = LoadClients.of(values, options, line, logs(save));
    CountDownLatch written = new CountDownLatch(1);
    Thread lastWords = Thread.ofPlatform().unstarted(() -> endEarly(run, written));
    Runtime.getRuntime().addShutdownHook(lastWords);
    try {
      LoadResult result = run.execute();
      line.clear();
      return finish(result, save, started);
    } catch (LoadException failure) {
      line.clear();
      return complain(String.valueOf(failure.getMessage()), failure.hint());
    } catch (IOException failure) {
      return complain("cannot write the result: " + failure.getMessage(), "check --result-dir");
    } finally {
      written.countDown();
      withdraw(lastWords);
    }
  }

  /// Where several clients leave what they say: beside the result, or with other temporary files.
  private static Path logs(SaveOptions save) {
    return save.folder()
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")))
        .resolve("kneeline-clients-%d".formatted(ProcessHandle.current().pid()));
  }

  private int finish(LoadResult result, SaveOptions save, LocalDateTime started)
      throws IOException {
    ConsoleBlock.print(result, out);
    out.flush();
    if (save.wanted()) {
      Path file = save.write(result, started);
      err.println("wrote " + file);
      err.flush();
    }
    return result.figures().value("completed").orElse(0) > 0 ? 0 : FAILED;
  }

  private int complain(String message, String hint) {
    err.println("error: " + message);
    err.println("hint: " + hint);
    err.flush();
    return FAILED;
  }

  /// Ctrl-C: the run ends soon, and the program not before its partial result is written.
  private static void endEarly(AppliedLoad run, CountDownLatch written) {
    run.cancel();
    try {
      boolean inTime = written.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
      if (!inTime) {
        return;
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void withdraw(Thread lastWords) {
    try {
      Runtime.getRuntime().removeShutdownHook(lastWords);
    } catch (IllegalStateException shuttingDown) {
      // It is running, and has just heard that the result is written.
    }
  }
}
