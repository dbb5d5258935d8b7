package dev.kneeline.plan;

import dev.kneeline.engine.Engine;
import dev.kneeline.engine.FlagStyle;
import dev.kneeline.space.Names;
import dev.kneeline.space.Point;
import dev.kneeline.space.Scope;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;

/// Turns points into a plan: the tree whose levels are what must restart when a parameter changes.
///
/// Points keep the space's order, regrouped stably by scope: all points of one allocation stay
/// together, and within it all points of one server.
public final class Planner {

  private final Sweep sweep;

  public Planner(Sweep sweep) {
    this.sweep = sweep;
  }

  /// Every run of the points, measured or not.
  public Plan plan(List<Point> points) {
    return plan(points, run -> true);
  }

  /// The runs of the points that are still `wanted`; servers and allocations left without any are
  /// left out.
  public Plan plan(List<Point> points, Predicate<PlannedRun> wanted) {
    List<Allocation> allocations = new ArrayList<>();
    group(points, names(Scope.ALLOCATION))
        .forEach((part, members) -> {
          List<ServerNode> servers = servers(members, wanted);
          if (!servers.isEmpty()) {
            int gpus = servers.stream().mapToInt(Plan::gpus).max().orElse(0);
            allocations.add(new Allocation(part, gpus, servers));
          }
        });
    return new Plan(sweep.name(), allocations);
  }

  private List<ServerNode> servers(List<Point> points, Predicate<PlannedRun> wanted) {
    Set<String> names = names(Scope.ALLOCATION);
    names.addAll(names(Scope.SERVER));
    List<ServerNode> nodes = new ArrayList<>();
    group(points, names)
        .forEach((part, members) -> {
          ServerSpec spec = spec(part);
          nodes.add(new ServerNode(part.id(), part, spec, runs(spec, members)));
        });
    return ordered(nodes).stream()
        .map(node -> node.with(node.runs().stream().filter(wanted).toList()))
        .filter(node -> !node.runs().isEmpty())
        .toList();
  }

  /// With `interleave-servers` each repetition is a round over all servers.
  private List<ServerNode> ordered(List<ServerNode> nodes) {
    if (sweep.conduct().order() != Conduct.Order.INTERLEAVE_SERVERS) {
      return nodes;
    }
    List<ServerNode> rounds = new ArrayList<>();
    for (int repetition = 1; repetition <= sweep.conduct().repetitions(); repetition++) {
      int round = repetition;
      for (ServerNode node : nodes) {
        rounds.add(
            node.with(node.runs().stream().filter(run -> run.repetition() == round).toList()));
      }
    }
    return rounds;
  }

  private List<PlannedRun> runs(ServerSpec spec, List<Point> points) {
    List<PlannedRun> runs = new ArrayList<>();
    int repetitions = sweep.conduct().repetitions();
    if (sweep.conduct().order() == Conduct.Order.BLOCKED) {
      for (Point point : points) {
        for (int repetition = 1; repetition <= repetitions; repetition++) {
          runs.add(run(spec, point, repetition));
        }
      }
    } else {
      for (int repetition = 1; repetition <= repetitions; repetition++) {
        for (Point point : points) {
          runs.add(run(spec, point, repetition));
        }
      }
    }
    return runs;
  }

  private PlannedRun run(ServerSpec spec, Point point, int repetition) {
    LoadSpec load = load(point);
    return new PlannedRun(
        point,
        repetition,
        sweep.conduct().seed() + repetition,
        load,
        Fingerprint.of(spec, load, point.canonical()),
        sweep.conduct().until().filter(until -> repetition > until.least()));
  }

  private ServerSpec spec(Point point) {
    return switch (sweep.subject()) {
      case Subject.Started started -> start(started, point);
      case Subject.Running running -> new ServerSpec.Attach(running.engine(), running.url());
      case Subject.Offline offline -> new ServerSpec.Absent();
    };
  }

  private ServerSpec start(Subject.Started started, Point point) {
    Binding binding = binding(point);
    Engine engine = started.engine();
    SequencedMap<String, Value> parameters = binding.values(started.parameters(), "server.");
    List<Template> arguments = new ArrayList<>(binding.words(started.command()));
    arguments.addAll(binding.words(started.parameters(), "server.", engine.flags()));
    addListening(arguments, engine, parameters);
    ProcessCommand process = new ProcessCommand("server", arguments, environment(binding, started));
    return new ServerSpec.Start(
        engine,
        List.of(process),
        parameters,
        started.readiness(),
        started.port(),
        engine.gpus().count(name -> parameter(parameters, name)));
  }

  private Binding binding(Point point) {
    Map<String, Value> constants =
        switch (sweep.subject()) {
          case Subject.Started started -> started.parameters();
          case Subject.Running running -> Map.of();
          case Subject.Offline offline -> Map.of();
        };
    return new Binding(sweep.space().scopes().sequencedKeySet(), point, constants);
  }

  private static Map<String, Template> environment(Binding binding, Subject.Started started) {
    Map<String, Template> variables = new LinkedHashMap<>();
    started
        .engine()
        .launch()
        .environment()
        .forEach((name, value) -> variables.put(name, Template.parse(value)));
    variables.putAll(started.environment());
    return binding.environment(variables);
  }

  /// Host and port are given unless the command or the parameters say them already.
  private static void addListening(
      List<Template> arguments, Engine engine, Map<String, Value> parameters) {
    addFlag(arguments, engine.launch().hostFlag(), "host", parameters);
    addFlag(arguments, engine.launch().portFlag(), "port", parameters);
  }

  private static void addFlag(
      List<Template> arguments, String flag, String hole, Map<String, Value> parameters) {
    boolean given =
        flag.isEmpty()
            || parameters.containsKey(flag.replaceFirst("^-+", ""))
            || arguments.stream()
                .anyMatch(argument ->
                    argument.show().equals(flag)
                        || argument.show().startsWith(flag + "=")
                        || argument.holes().contains(hole));
    if (!given) {
      arguments.add(Template.literal(flag));
      arguments.add(Template.parse("{" + hole + "}"));
    }
  }

  private Map<String, Value> probed(Map<String, Value> options) {
    return Probing.of(sweep.search())
        .map(probing -> probing.complete(options))
        .map(completed -> Probing.withPercentiles(completed, sweep.goal().slos()))
        .orElse(options);
  }

  private LoadSpec load(Point point) {
    Binding binding = binding(point);
    return switch (sweep.measurement()) {
      case Measurement.Generated(Map<String, Value> options) ->
          new LoadSpec.Generated(probed(binding.values(options, "load.")));
      case Measurement.External external -> {
        List<Template> arguments = new ArrayList<>(binding.words(external.command()));
        arguments.addAll(binding.words(external.options(), "load.", FlagStyle.plain()));
        yield new LoadSpec.External(
            new ProcessCommand("benchmark", arguments, filled(binding, external.environment())),
            external.result());
      }
    };
  }

  private static Map<String, Template> filled(Binding binding, Map<String, Template> variables) {
    Map<String, Template> filled = new LinkedHashMap<>();
    variables.forEach((name, template) -> filled.put(name, binding.fill(template)));
    return filled;
  }

  private static SequencedMap<Point, List<Point>> group(List<Point> points, Set<String> names) {
    SequencedMap<Point, List<Point>> groups = new LinkedHashMap<>();
    for (Point point : points) {
      groups.computeIfAbsent(point.restrictedTo(names), part -> new ArrayList<>()).add(point);
    }
    return groups;
  }

  private Set<String> names(Scope scope) {
    Set<String> names = new LinkedHashSet<>();
    sweep
        .space()
        .scopes()
        .forEach((name, itsScope) -> {
          if (itsScope == scope) {
            names.add(name);
          }
        });
    return names;
  }

  private static Value parameter(Map<String, Value> parameters, String name) {
    return Optional.ofNullable(parameters.get(Names.key(name))).orElse(new Value.Unset());
  }
}
