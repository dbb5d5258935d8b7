package dev.kneeline.plan;

import dev.kneeline.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question put to simulated engines: whatever it starts finds the simulator's stand-ins first on
/// its PATH, under the names of the engines' programs.
///
/// Everything else stays as it is, so a simulated study goes the way of a real one. It has a name
/// and fingerprints of its own: its runs never answer for real ones.
public final class Simulation {

  /// The programs that have a stand-in.
  public static final List<String> PROGRAMS =
      List.of("vllm", "sglang", "dynamo.sglang", "trtllm-serve", "python", "python3");

  /// Further flags for the simulator, as one text; a stand-in puts them before its own.
  public static final String FLAGS = "KNEELINE_SIM";

  private static final String FOLDER = "simulated_engines";
  private static final String PATH = "PATH";

  private Simulation() {}

  /// The question with stand-ins in place of its engines' programs; as it is where its engine is
  /// the simulator already.
  ///
  /// @param flags of the simulator, such as `--gpu h200 --speed 4`; may be empty
  /// @throws IllegalArgumentException if nothing stands in for its server; the message says why
  public static Sweep of(Sweep sweep, String flags) {
    if (sweep.subject() instanceof Subject.Started own && own.engine().launch().simulated()) {
      return sweep;
    }
    Subject subject =
        switch (sweep.subject()) {
          case Subject.Started started -> started(started, flags);
          case Subject.Running(Engine _, String url) ->
              throw new IllegalArgumentException(
                  "the server at %s runs already and is what it is".formatted(url));
          case Subject.Offline offline -> offline;
        };
    return new Sweep(
        sweep.name() + "-simulated",
        subject,
        measurement(sweep.measurement(), flags),
        sweep.space(),
        sweep.search(),
        sweep.goal(),
        sweep.conduct(),
        sweep.placement());
  }

  /// Whether a process runs among stand-ins.
  public static boolean applies(ProcessCommand process) {
    return Optional.ofNullable(process.environment().get(PATH))
        .map(path -> path.holes().contains(FOLDER))
        .orElse(false);
  }

  /// Whether any process of a server does.
  public static boolean applies(ServerSpec spec) {
    return switch (spec) {
      case ServerSpec.Start start -> start.processes().stream().anyMatch(Simulation::applies);
      case ServerSpec.Attach _ -> false;
      case ServerSpec.Absent _ -> false;
    };
  }

  /// Whether a load is applied by a command that does.
  public static boolean applies(LoadSpec load) {
    return load instanceof LoadSpec.External external && applies(external.command());
  }

  private static Subject started(Subject.Started started, String flags) {
    List<Template> command = started.command();
    String program = command.isEmpty() ? "" : command.getFirst().show();
    // A command of the user's own may be a script that starts an engine, which its PATH decides.
    boolean preset = command.equals(preset(started.engine()));
    if (preset && !PROGRAMS.contains(baseName(program))) {
      throw new IllegalArgumentException(
          "nothing stands in for the engine '%s': there are simulated vllm, sglang and trtllm"
              .formatted(started.engine().name()));
    }
    return new Subject.Started(
        started.engine(),
        standIn(command),
        started.parameters(),
        environment(started.environment(), flags),
        started.readiness(),
        started.port());
  }

  private static List<Template> preset(Engine engine) {
    return engine.launch().command().stream().map(Template::parse).toList();
  }

  private static Measurement measurement(Measurement measurement, String flags) {
    return switch (measurement) {
      case Measurement.Generated generated -> generated;
      case Measurement.External external ->
          new Measurement.External(
              standIn(external.command()),
              external.options(),
              environment(external.environment(), flags),
              external.result());
    };
  }

  /// An engine's program that was given by its path is found by its name among the stand-ins.
  private static List<Template> standIn(List<Template> command) {
    if (command.isEmpty() || !PROGRAMS.contains(baseName(command.getFirst().show()))) {
      return command;
    }
    List<Template> words = new ArrayList<>(command);
    words.set(0, Template.literal(baseName(command.getFirst().show())));
    return words;
  }

  private static String baseName(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }

  private static Map<String, Template> environment(Map<String, Template> given, String flags) {
    Map<String, Template> environment = new LinkedHashMap<>(given);
    String path = given.containsKey(PATH) ? given.get(PATH).show() : "{search_path}";
    environment.put(PATH, Template.parse("{%s}:%s".formatted(FOLDER, path)));
    if (!flags.isBlank() && !given.containsKey(FLAGS)) {
      environment.put(FLAGS, Template.literal(flags));
    }
    return environment;
  }
}
