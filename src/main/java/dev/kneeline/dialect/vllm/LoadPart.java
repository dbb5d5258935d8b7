package dev.kneeline.dialect.vllm;

import dev.kneeline.dialect.bench.BenchServe;
import dev.kneeline.engine.FlagStyle;
import dev.kneeline.exec.Programs;
import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.ResultSource;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/// `--bench-cmd` with the rows of `--bench-params`, as the load of a sweep.
///
/// @param measurement the load without what rows vary
/// @param rows each with a value for every option, by canonical name
/// @param notes for the person who gave it
record LoadPart(
    Measurement measurement,
    List<Row> named,
    List<SequencedMap<String, Value>> rows,
    List<String> notes) {

  /// Where results go is our business.
  private static final List<String> OURS =
      List.of(
          "save-result",
          "save-detailed",
          "append-result",
          "result-dir",
          "result-filename",
          "disable-tqdm");

  /// Which server is asked.
  private static final List<String> ADDRESS = List.of("host", "port", "base-url");

  private static final String FAMILIES = "percentile-metrics";
  private static final List<String> ALL_FAMILIES = List.of("ttft", "tpot", "itl", "e2el");
  private static final String WARMUPS = "num-warmups";

  /// Options of vLLM's client that are given or left out, and have no `--no-` form.
  private static final Set<String> BARE =
      LoadOptions.names().stream()
          .filter(option -> option.kind() == LoadOption.Kind.FLAG)
          .map(LoadOption::name)
          .collect(Collectors.toUnmodifiableSet());

  /// Reads command and rows; what is wrong with the rows is added to the problems.
  ///
  /// @param searched options that a search sets; the first one is what is looked for, and no row
  ///   may set it
  /// @param serverPort where the server listens; empty where rows decide
  /// @throws SweepRefusal where the command is wrong
  static LoadPart read(
      ServeOptions options,
      List<RowFile.Placed> rows,
      SequencedSet<String> searched,
      OptionalInt serverPort,
      Problems problems) {
    Call call = Call.read("--bench-cmd", options.benchCommand);
    RowTable table = new RowTable(rows, FlagStyle.plain(), BARE, problems);
    for (RowFile.Placed row : rows) {
      row.places()
          .forEach((key, place) -> {
            String name = FlagStyle.plain().canonical(key);
            if (!searched.isEmpty() && searched.getFirst().equals(name)) {
              problems.error(
                  place, "'%s' is what is looked for".formatted(key), "take it out of the rows");
            }
            if (key.startsWith(RowTable.ENVIRONMENT)) {
              problems.error(
                  place,
                  "a variable of the load cannot vary",
                  "set it in front of --bench-cmd; env. in --serve-params varies the server's");
            }
          });
    }
    return switch (client(call, serverPort, options)) {
      case Choice.InProcess(Map<String, Value> constants, List<String> notes) ->
          inProcess(constants, table, searched, options, notes);
      case Choice.AsGiven(List<String> notes) -> asGiven(call, table, searched, options, notes);
    };
  }

  /// Who applies the load, and what is to be said about it.
  private sealed interface Choice {

    /// @param constants the command's options
    record InProcess(Map<String, Value> constants, List<String> notes) implements Choice {}

    record AsGiven(List<String> notes) implements Choice {}
  }

  private static Choice client(Call call, OptionalInt serverPort, ServeOptions options) {
    boolean asked = options.client.orElse(null) == ServeOptions.Client.BUILTIN;
    String program = Call.baseName(call.words().getFirst());
    boolean known =
        List.of("vllm", "kneeline").contains(program)
            && call.words().size() > 2
            && call.words().subList(1, 3).equals(List.of("bench", "serve"));
    boolean wanted =
        asked
            || (options.client.isEmpty()
                && (program.equals("kneeline")
                    || options.simulate
                    || Programs.find(call.words().getFirst()).isEmpty()));
    if (!wanted || (!known && !asked)) {
      return new Choice.AsGiven(List.of());
    }
    if (!known) {
      throw SweepRefusal.wrong(
          "--client builtin: --bench-cmd is no `vllm bench serve`", "leave --client out");
    }
    try {
      List<String> words = call.words().subList(3, call.words().size());
      Map<String, Value> given = BenchServe.options(words);
      return elsewhere(given, serverPort)
          ? new Choice.AsGiven(
              List.of("the bench command asks another address than the server's, so it is run"))
          : new Choice.InProcess(given, inProcessNotes(program));
    } catch (ParameterException unknown) {
      if (asked || program.equals("kneeline")) {
        throw SweepRefusal.wrong(
            "--bench-cmd: " + unknown.getMessage(),
            "`kneeline bench serve --help` lists what the built-in client knows");
      }
      return new Choice.AsGiven(
          List.of("the bench command is run as it is given: " + unknown.getMessage()));
    }
  }

  /// Whether the load goes to somebody before the server, such as a router.
  private static boolean elsewhere(Map<String, Value> given, OptionalInt serverPort) {
    Value url = given.get("base-url");
    Value port = given.get("port");
    String there = String.valueOf(serverPort.orElse(0));
    return serverPort.isPresent()
        && ((url != null && !url.spelling().matches(".*:" + there + "/?"))
            || (port != null && !port.spelling().equals(there)));
  }

  private static List<String> inProcessNotes(String program) {
    return program.equals("vllm")
        ? List.of("the load is applied by Kneeline's own client; --client command runs vllm's")
        : List.of();
  }

  private static LoadPart inProcess(
      Map<String, Value> given,
      RowTable table,
      SequencedSet<String> searched,
      ServeOptions options,
      List<String> notes) {
    Map<String, Value> constants = new LinkedHashMap<>(given);
    constants.keySet().removeAll(OURS);
    constants.keySet().removeAll(ADDRESS);
    constants.put(FAMILIES, Value.of(families(given.get(FAMILIES))));
    if (options.warmups > 0) {
      constants.put(WARMUPS, Value.of(options.warmups));
    }
    List<SequencedMap<String, Value>> rows = table.filled(constants, searched);
    constants.keySet().removeAll(table.names());
    constants.keySet().removeAll(searched);
    return new LoadPart(new Measurement.Generated(constants), table.rows(), rows, notes);
  }

  /// The command with what vLLM's sweep puts behind it.
  private static LoadPart asGiven(
      Call call,
      RowTable table,
      SequencedSet<String> searched,
      ServeOptions options,
      List<String> notes) {
    Map<String, BaseFlags.Shape> taken = new LinkedHashMap<>(table.shapes());
    OURS.forEach(name ->
        taken.put(
            name,
            BARE.contains(name) && !name.startsWith("result-")
                ? BaseFlags.Shape.SWITCH
                : BaseFlags.Shape.SCALAR));
    taken.put(FAMILIES, BaseFlags.Shape.SCALAR);
    if (options.warmups > 0) {
      taken.putIfAbsent(WARMUPS, BaseFlags.Shape.SCALAR);
    }
    List<String> own = call.words().subList(1, call.words().size());
    SequencedSet<String> keys = BaseFlags.keysOf(table.maps(), own, FlagStyle.plain());
    keys.addAll(searched);
    keys.forEach(key -> taken.putIfAbsent(key, BaseFlags.Shape.SCALAR));
    BaseFlags base = BaseFlags.of(own, FlagStyle.plain(), taken);
    List<Template> words = new ArrayList<>();
    words.add(Template.literal(call.words().getFirst()));
    base.words().forEach(word -> words.add(Template.literal(word)));
    List<String> appended =
        new ArrayList<>(List.of("--" + FAMILIES, families(base.values().get(FAMILIES))));
    if (options.warmups > 0) {
      appended.addAll(List.of("--" + WARMUPS, Integer.toString(options.warmups)));
    }
    appended.add("--save-result");
    if (Value.of(true).equals(base.values().get("save-detailed"))) {
      appended.add("--save-detailed");
    }
    appended.forEach(word -> words.add(Template.literal(word)));
    words.addAll(
        List.of(
            Template.literal("--result-dir"),
            Template.parse("{log_dir}"),
            Template.literal("--result-filename"),
            Template.literal("result.json")));
    Map<String, Template> variables = new LinkedHashMap<>();
    call.variables().forEach((name, value) -> variables.put(name, Template.literal(value)));
    Measurement measurement =
        new Measurement.External(
            words,
            Map.of(),
            variables,
            new ResultSource(Template.parse("{result_file}"), ResultSource.Format.VLLM, Map.of()));
    return new LoadPart(
        measurement, table.rows(), table.filled(base.values(), keys), warned(call, options, notes));
  }

  private static List<String> warned(Call call, ServeOptions options, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    if (options.warmups > 0 && Call.baseName(call.words().getFirst()).equals("vllm")) {
      all.add(
          "vllm's client warms up with copies of its first prompt, which the server's prefix cache"
              + " then knows; the built-in client has prompts of their own for it");
    }
    return all;
  }

  /// The families of latencies that a result tells: the user's and all that charts and SLAs name.
  private static String families(@Nullable Value given) {
    SequencedSet<String> families = new LinkedHashSet<>();
    if (given != null) {
      families.addAll(List.of(given.spelling().split("\\s*,\\s*")));
    }
    families.addAll(ALL_FAMILIES);
    return String.join(",", families);
  }
}
