package dev.kneeline.dialect.vllm;

import dev.kneeline.engine.CacheReset;
import dev.kneeline.engine.Engine;
import dev.kneeline.engine.FlagStyle;
import dev.kneeline.engine.GpuRule;
import dev.kneeline.engine.Launch;
import dev.kneeline.engine.Readiness;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.EngineReader;
import dev.kneeline.sweep.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/// `--serve-cmd` with the rows of `--serve-params`, as the server of a sweep.
///
/// @param subject the command without what rows vary
/// @param rows each with a value for every parameter, by canonical name or `env.NAME`
/// @param notes for the person who gave it
record ServerPart(
    Subject.Started subject,
    List<Row> named,
    List<SequencedMap<String, Value>> rows,
    List<String> notes) {

  private static final String DEVELOPER_MODE = "VLLM_SERVER_DEV_MODE";
  private static final String MODEL = "model";
  private static final String PORT = "port";

  /// Reads command and rows; what is wrong with the rows is added to the problems.
  ///
  /// @throws SweepRefusal where the command is wrong
  static ServerPart read(ServeOptions options, List<RowFile.Placed> rows, Problems problems) {
    Call call = Call.read("--serve-cmd", options.serveCommand);
    ServerProgram program = ServerProgram.of(call.words());
    Engine preset = engine(program.engine());
    List<String> own = call.words().subList(program.from(), call.words().size());
    boolean positional = hasPositionalModel(preset, own);
    Engine engine = adapted(preset, options, positional);
    RowTable table = new RowTable(rows, engine.flags(), Set.of(), problems);
    if (ServerProgram.isShell(call.words()) && !table.shapes().isEmpty()) {
      throw SweepRefusal.wrong(
          "--serve-cmd: a shell reads the command, so no flag put behind it reaches the server",
          "give the server's own command; variables may stand in front of it");
    }
    Map<String, BaseFlags.Shape> taken = new LinkedHashMap<>(table.shapes());
    SequencedSet<String> keys = BaseFlags.keysOf(table.maps(), own, engine.flags());
    keys.forEach(key -> taken.putIfAbsent(key, BaseFlags.Shape.SCALAR));
    Set<String> sized = sizes(engine.gpus(), engine.flags());
    sized.forEach(name -> taken.putIfAbsent(name, BaseFlags.Shape.SCALAR));
    boolean modelVaries = positional && table.names().contains(MODEL);
    BaseFlags base = BaseFlags.of(own, engine.flags(), taken);
    Map<String, Value> said = new LinkedHashMap<>(base.values());
    call.variables()
        .forEach((name, value) -> said.put(RowTable.ENVIRONMENT + name, Value.of(value)));
    if (modelVaries) {
      said.put(MODEL, Value.of(base.words().getFirst()));
    }
    Map<String, Value> constants = new LinkedHashMap<>(base.values());
    constants.keySet().retainAll(sized);
    constants.keySet().removeAll(table.names());
    Subject.Started subject =
        new Subject.Started(
            engine,
            command(call, program, base.words(), table.names(), modelVaries),
            constants,
            environment(call, table.names()),
            engine.readiness(),
            port(call, program, table.names(), engine));
    return new ServerPart(subject, table.rows(), table.filled(said, keys), notes(program, options));
  }

  /// The parameters of which a server's GPUs are the product, by canonical name.
  private static Set<String> sizes(GpuRule rule, FlagStyle style) {
    Set<String> names = new HashSet<>();
    rule.factors()
        .forEach(
            factor -> factor.spellings().forEach(spelling -> names.add(style.canonical(spelling))));
    return names;
  }

  private static boolean hasPositionalModel(Engine engine, List<String> own) {
    return engine.flags().flag(MODEL).isEmpty()
        && !own.isEmpty()
        && !own.getFirst().startsWith("-");
  }

  private static Engine engine(String name) {
    Problems none = new Problems();
    return new EngineReader(List.of())
        .find(name, none)
        .orElseThrow(() -> new IllegalStateException("the jar lacks the engine " + name));
  }

  /// The preset as this command wants it: nothing is added to listen on, as the command says where
  /// it listens.
  private static Engine adapted(Engine preset, ServeOptions options, boolean positional) {
    Launch launch = preset.launch();
    Map<String, String> aliases = new LinkedHashMap<>(preset.flags().aliases());
    if (!positional && preset.flags().flag(MODEL).isEmpty()) {
      aliases.remove(MODEL);
    }
    FlagStyle flags = preset.flags();
    Readiness ready = preset.readiness();
    return new Engine(
        preset.name(),
        new Launch(
            launch.command(),
            launch.environment(),
            "",
            "",
            launch.defaultPort(),
            launch.simulated()),
        new FlagStyle(
            flags.spelling(), flags.booleans(), flags.lists(), aliases, flags.exceptions()),
        new Readiness(
            ready.path(), Duration.ofSeconds(options.serverReadyTimeout), ready.stopTimeout()),
        resets(preset, options),
        preset.gpus(),
        preset.readbacks(),
        preset.failures());
  }

  /// A server that is not recognised is asked with everyone's requests, and may not know them.
  private static List<CacheReset> resets(Engine preset, ServeOptions options) {
    if (options.afterBenchCommand.isPresent()) {
      Call call = Call.read("--after-bench-cmd", options.afterBenchCommand.get());
      if (!call.variables().isEmpty()) {
        throw SweepRefusal.wrong(
            "--after-bench-cmd: variables cannot be set in front of it",
            "write env NAME=VALUE ...");
      }
      return List.of(new CacheReset.Command(call.words()));
    }
    if (!preset.name().equals(ServerProgram.UNKNOWN)) {
      return preset.resets();
    }
    List<CacheReset> everyones = new ArrayList<>();
    for (String each : List.of("vllm", "sglang")) {
      for (CacheReset reset : engine(each).resets()) {
        if (reset instanceof CacheReset.Request request) {
          everyones.add(
              new CacheReset.Request(
                  request.method(), request.path(), false, request.successField()));
        }
      }
    }
    return everyones;
  }

  private static List<Template> command(
      Call call,
      ServerProgram program,
      List<String> own,
      SequencedSet<String> varied,
      boolean modelVaries) {
    List<Template> words = new ArrayList<>();
    for (int index = 0; index < program.from(); index++) {
      if (index == program.container()) {
        passed(call, index, varied)
            .forEach(name -> {
              words.add(Template.literal("-e"));
              words.add(Template.literal(name));
            });
      }
      words.add(Template.literal(call.words().get(index)));
    }
    own.forEach(word -> words.add(Template.literal(word)));
    if (modelVaries) {
      words.set(program.from(), new Template(List.of(new Template.Hole(MODEL))));
    }
    return words;
  }

  /// Variables that a container must be given, since it inherits none: those of the rows by name.
  ///
  /// @throws SweepRefusal where sudo would keep them from its client
  private static List<String> passed(Call call, int container, SequencedSet<String> varied) {
    List<String> variables = new ArrayList<>();
    if (call.words().stream().noneMatch(word -> word.startsWith(DEVELOPER_MODE + "="))) {
      variables.add(DEVELOPER_MODE + "=1");
    }
    List<String> front = call.words().subList(0, container);
    boolean stripped =
        front.contains("sudo")
            && front.stream()
                .noneMatch(word -> word.equals("-E") || word.startsWith("--preserve-env"));
    for (String name : varied) {
      if (name.startsWith(RowTable.ENVIRONMENT)) {
        if (stripped) {
          throw SweepRefusal.wrong(
              "--serve-cmd: sudo takes variables away, so '%s' would not reach the container"
                  .formatted(name),
              "write sudo --preserve-env=%s"
                  .formatted(name.substring(RowTable.ENVIRONMENT.length())));
        }
        variables.add(name.substring(RowTable.ENVIRONMENT.length()));
      }
    }
    return variables;
  }

  /// What stands in front of the command, where rows do not vary it.
  private static Map<String, Template> environment(Call call, SequencedSet<String> varied) {
    Map<String, Template> variables = new LinkedHashMap<>();
    variables.put(DEVELOPER_MODE, Template.literal("1"));
    call.variables()
        .forEach((name, value) -> {
          if (!varied.contains(RowTable.ENVIRONMENT + name)) {
            variables.put(name, Template.literal(value));
          }
        });
    return variables;
  }

  /// Where the server listens: the command's own port, else the engine's. Empty where rows vary it,
  /// so that each server's own flags decide.
  private static OptionalInt port(
      Call call, ServerProgram program, SequencedSet<String> varied, Engine engine) {
    if (varied.contains(PORT)) {
      return OptionalInt.empty();
    }
    if (program.inContainer()) {
      Optional<String> published =
          last(call.words().subList(0, program.from()), List.of("-p", "--publish"));
      if (published.isPresent()) {
        String[] parts = published.get().split(":");
        return number(parts.length > 1 ? parts[parts.length - 2] : parts[0]);
      }
    }
    List<String> own = call.words().subList(program.from(), call.words().size());
    OptionalInt given =
        last(own, List.of("--port", "-p")).map(ServerPart::number).orElse(OptionalInt.empty());
    int usual = engine.launch().defaultPort();
    return given.isPresent() || usual == 0 ? given : OptionalInt.of(usual);
  }

  /// The value of the last of these flags, as `--x V` or `--x=V`.
  static Optional<String> last(List<String> words, List<String> flags) {
    for (int index = words.size() - 1; index >= 0; index--) {
      String word = words.get(index);
      int equals = word.indexOf('=');
      if (equals > 0 && flags.contains(word.substring(0, equals))) {
        return Optional.of(word.substring(equals + 1));
      }
      if (flags.contains(word) && index + 1 < words.size()) {
        return Optional.of(words.get(index + 1));
      }
    }
    return Optional.empty();
  }

  private static OptionalInt number(String text) {
    return text.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  private static List<String> notes(ServerProgram program, ServeOptions options) {
    return program.engine().equals(ServerProgram.UNKNOWN) && options.afterBenchCommand.isEmpty()
        ? List.of(
            "the server is not one that is known: its caches are reset where it knows vLLM's or"
                + " SGLang's requests; --after-bench-cmd replaces them")
        : List.of();
  }
}
