package dev.kneeline.dialect.bench;

import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.space.Value;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

  private final BenchRun run;
  private final CommandSpec spec;

  private BenchServe(BenchRun run) {
    this.run = run;
    this.spec = spec(this);
  }

  /// The command, to be hung under `bench`. An option that is given twice has its last value, as in
  /// Python, so that a script's line can be added to.
  ///
  /// @param out takes the result
  /// @param err takes progress and messages
  /// @param terminal whether `err` is one, so that a progress line may be rewritten in place
  public static CommandLine command(PrintWriter out, PrintWriter err, boolean terminal) {
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    return new CommandLine(new BenchServe(new BenchRun(out, err, terminal)).spec)
        .setOverwrittenOptionsAllowed(true);
  }

  /// The options of a command line by name, for callers that apply the load themselves.
  ///
  /// @param words what follows `bench serve`
  /// @throws CommandLine.ParameterException for words that are no option of it
  public static Map<String, Value> options(List<String> words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return values(
        command(nowhere, nowhere, false)
            .parseArgs(BenchWords.dashed(words).toArray(String[]::new)));
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
      case LIST -> option.type(String[].class).arity("1..*").paramLabel("A,B..");
      case TEXT, WHOLE, NUMBER, JSON ->
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
    return run.run(values(spec.commandLine().getParseResult()));
  }

  private static Map<String, Value> values(ParseResult parsed) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      String name = option.longestName().substring(2);
      Object given = option.getValue();
      if (given instanceof String[] words) {
        values.put(name, Value.of(String.join(",", words)));
      } else if (given instanceof List<?> list) {
        values.put(
            name,
            new Value.Items(list.stream().map(item -> Value.of(String.valueOf(item))).toList()));
      } else if (given != null && !option.usageHelp()) {
        values.put(name, Value.of(String.valueOf(given)));
      }
    }
    return values;
  }
}
