package dev.kneeline.sweep;

import dev.kneeline.plan.Conduct;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Placement;
import dev.kneeline.plan.RuntimeNames;
import dev.kneeline.plan.SearchMethod;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Names;
import dev.kneeline.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts a sweep together from the sections of its file, and checks what concerns several of them.
final class SweepMaker {

  /// Methods that list the values of every parameter, which a continuous range has not.
  private static final Set<String> LISTING = Set.of("grid", "first", "one-at-a-time", "cover");

  private final Settings file;
  private final EngineReader engines;
  private final Problems problems;

  SweepMaker(Settings file, EngineReader engines, Problems problems) {
    this.file = file;
    this.engines = engines;
    this.problems = problems;
  }

  /// Every part is read even where another has problems, so that all of them are told at once.
  ///
  /// @param source the file's name, from which a sweep without a name takes it
  Optional<Sweep> make(String source, MachineFacts facts) {
    String name = name(source);
    Optional<Subject> subject = new SubjectReader(engines, problems).read(file);
    Optional<Measurement> measurement = new MeasurementReader(problems).read(file);
    Declarations declarations = new Declarations(problems);
    List<Declared> declared = declarations.read(file.map());
    SequencedMap<ParameterName, Span> names = declarations.places();
    Parameters parameters = placeholders(subject, measurement).bind(names, problems);
    names.forEach((parameter, place) -> checkReach(parameter, place));
    if (subject.orElse(null) instanceof Subject.Started started) {
      names.forEach((each, place) -> checkPlace(each, place, started));
      checkFlags(names, started);
    }
    ConductReader reader = new ConductReader(file, parameters, problems);
    SearchMethod search = reader.search();
    Set<String> own = ownMetrics(measurement);
    Goal goal = reader.goal(own);
    Conduct conduct = reader.conduct(goal, own);
    Placement placement = reader.placement();
    checkSteps(declared, search);
    checkNested(file.section("server").section("params"), parameters);
    checkNested(file.section("benchmark").section("options"), parameters);
    Optional<LoadChecker> load =
        measurement
            .filter(Measurement.Generated.class::isInstance)
            .map(each -> new LoadChecker(file.section("load"), parameters, problems));
    load.ifPresent(LoadChecker::checkNames);
    Optional<SearchSpace> space =
        new SpaceReader(parameters, facts, declared, problems).read(file.map(), declared);
    if (subject.isEmpty() || measurement.isEmpty() || space.isEmpty() || problems.hasErrors()) {
      return Optional.empty();
    }
    load.ifPresent(checker -> checker.checkPoints(space.get()));
    return Optional.of(
        new Sweep(
            name, subject.get(), measurement.get(), space.get(), search, goal, conduct, placement));
  }

  private String name(String source) {
    String fromFile = source.substring(source.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
    String name = file.text("name", fromFile);
    if (!name.matches("[\\w][\\w .+@-]{0,99}")) {
      boolean hole = name.contains("{");
      problems.error(
          file.span("name"),
          "'%s' cannot name a folder".formatted(name),
          hole
              ? "one study holds all points, so its name has no placeholder"
              : "use letters, digits, spaces and . _ + - @, at most 100 of them");
    }
    return name;
  }

  private Placeholders placeholders(Optional<Subject> subject, Optional<Measurement> measurement) {
    List<Hole> server = new ArrayList<>();
    file.find("server").ifPresent(node -> server.addAll(Hole.in(node)));
    if (subject.orElse(null) instanceof Subject.Started started) {
      // The engine's own command has holes too; what constants fill is no hole any more.
      for (Template word : started.command()) {
        for (String hole : word.holes()) {
          server.add(new Hole(hole, file.span("engine"), started.engine().name()));
        }
      }
    }
    List<Hole> load = new ArrayList<>();
    file.find("load").ifPresent(node -> load.addAll(Hole.in(node)));
    file.find("benchmark").ifPresent(node -> load.addAll(Hole.in(node)));
    boolean external = measurement.orElse(null) instanceof Measurement.External;
    return new Placeholders(unique(server), load, external || measurement.isEmpty());
  }

  /// A hole that was found in the file is not told again for the command as a whole.
  private static List<Hole> unique(List<Hole> holes) {
    SequencedMap<String, Hole> first = new LinkedHashMap<>();
    holes.forEach(hole -> first.putIfAbsent(hole.name(), hole));
    return List.copyOf(first.values());
  }

  /// A parameter must reach something that it changes.
  private void checkReach(ParameterName name, Span place) {
    if (name.hasRole()) {
      problems.error(
          place,
          "the server of this file has one kind of process, so '%s' has none to go to"
              .formatted(name.key()),
          "write server.%s".formatted(Names.brief(name.key())));
      return;
    }
    boolean server = name.prefix().equals("server") || name.prefix().equals("env");
    boolean started =
        (file.has("engine") || file.has("server")) && !file.section("server").has("url");
    if (server && !started) {
      problems.error(
          place,
          "'%s' changes a server, and this file starts none".formatted(name.key()),
          "name an engine to start, or use load. and placeholders of the benchmark");
    }
  }

  /// Two spellings of one parameter, or a flag that the command has already, are told: which of
  /// them counts would be the engine's choice.
  private void checkFlags(SequencedMap<ParameterName, Span> names, Subject.Started started) {
    Map<String, String> taken = new LinkedHashMap<>();
    started
        .parameters()
        .keySet()
        .forEach(name -> taken.put(started.engine().flags().flag(name), name));
    names.forEach((name, place) -> {
      if (!name.prefix().equals("server")) {
        return;
      }
      String flag = started.engine().flags().flag(name.option());
      String other = taken.putIfAbsent(flag, name.option());
      if (other != null && !flag.isEmpty() && !other.equals(name.option())) {
        problems.error(
            place,
            "both '%s' and '%s' become %s".formatted(other, name.option(), flag),
            "keep one of them");
      }
    });
    for (Template word : started.command()) {
      String flag = word.show().replaceFirst("=.*", "");
      String name = flag.startsWith("--") ? taken.get(flag) : null;
      if (name != null) {
        problems.warning(
            file.section("server").has("command")
                ? file.section("server").span("command")
                : file.span("engine"),
            "%s is in the command and, as '%s', among the parameters".formatted(flag, name),
            "remove it from the command: most programs take the last one, which is the parameter");
      }
    }
  }

  /// A parameter that the engine takes without a flag needs its place in the command.
  private void checkPlace(ParameterName name, Span place, Subject.Started started) {
    if (name.prefix().equals("server")
        && started.engine().flags().flag(name.option()).isEmpty()
        && started.command().stream()
            .noneMatch(word -> word.holes().contains(name.placeholder()))) {
      problems.error(
          place,
          "the command has no place for '%s'".formatted(name.key()),
          "write {%s} into server.command; a constant below server.params has taken it, or remove it"
              .formatted(name.placeholder()));
    }
  }

  private void checkSteps(List<Declared> declared, SearchMethod search) {
    for (Declared each : declared) {
      if (each instanceof Declared.Axis axis
          && !axis.domain().isFinite()
          && LISTING.contains(search.method())) {
        problems.error(
            axis.place(),
            "the range of '%s' has no step, so '%s' cannot list its values"
                .formatted(axis.name().key(), search.method()),
            "add a step such as +0.02 or log 7, or search: {method: balanced, limit: 20}");
      }
    }
  }

  /// The parts of lists and maps are filled when the plan is made, so that what is known only when
  /// a process starts cannot stand there.
  private void checkNested(Settings constants, Parameters parameters) {
    Set<String> declared =
        parameters.scopes().keySet().stream()
            .map(name -> new ParameterName(name).placeholder())
            .collect(Collectors.toSet());
    for (Node.Entry entry : constants.map().entries()) {
      if (entry.value() instanceof Node.Scalar) {
        continue;
      }
      for (Hole hole : Hole.in(entry.value())) {
        if (RuntimeNames.known(hole.name()) && !declared.contains(hole.name())) {
          problems.error(
              hole.place(),
              "{%s} cannot be filled inside a list or a map".formatted(hole.name()),
              "it is known only when a process starts; write the whole value as one text");
        }
      }
    }
  }

  private static Set<String> ownMetrics(Optional<Measurement> measurement) {
    return measurement.orElse(null) instanceof Measurement.External external
        ? external.result().paths().keySet()
        : Set.of();
  }
}
