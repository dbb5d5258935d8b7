package dev.kneeline.dialect.vllm;

import dev.kneeline.load.LoadOptions;
import dev.kneeline.metric.Objective;
import dev.kneeline.plan.Conduct;
import dev.kneeline.plan.Goal;
import dev.kneeline.plan.LoadSpec;
import dev.kneeline.plan.Measurement;
import dev.kneeline.plan.Placement;
import dev.kneeline.plan.Plan;
import dev.kneeline.plan.Planner;
import dev.kneeline.plan.SearchMethod;
import dev.kneeline.plan.Simulation;
import dev.kneeline.plan.Subject;
import dev.kneeline.plan.Sweep;
import dev.kneeline.space.Point;
import dev.kneeline.space.Rows;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Value;
import dev.kneeline.sweep.Problems;
import dev.kneeline.sweep.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// A sweep of vLLM's command line as a question that Kneeline runs: what `--serve-cmd`,
/// `--bench-cmd` and their files come to.
///
/// @param options as they were given
/// @param experiment where results go
/// @param pairs every row of the server with every row of the load that its links leave it, in
///   vLLM's order: server rows outside
/// @param points each pair's point; pairs that come to the same commands have one
/// @param sweep over these points
/// @param searched options of the load that a search sets, by canonical name
/// @param searchedFolders where results of such values lie
/// @param notes for the person who gave the command
public record Prepared(
    ServeOptions options,
    Experiment experiment,
    List<Pair> pairs,
    SequencedMap<Pair, Point> points,
    Sweep sweep,
    SequencedSet<String> searched,
    FolderNames.Searched searchedFolders,
    List<String> notes) {

  private static final String SERVER = "server.";
  static final String LOAD = "load.";

  /// As long as vLLM's client waits for one request.
  private static final Duration RUN_TIMEOUT = Duration.ofHours(6);

  public Prepared {
    pairs = List.copyOf(pairs);
    points = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(points));
    searched = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(searched));
    notes = List.copyOf(notes);
  }

  /// Reads the files and puts everything together; nothing is written or started.
  ///
  /// @param searched options of the load that a search will set, such as `request-rate`; no row may
  ///   set the first one
  /// @throws SweepRefusal with everything that is wrong
  static Prepared of(
      ServeOptions options, SequencedSet<String> searched, FolderNames.Searched searchedFolders) {
    options.check();
    Experiment experiment =
        Experiment.of(options.experiment, LocalDateTime.now(ZoneId.systemDefault()));
    Problems problems = new Problems();
    List<RowFile.Placed> serveRows = rows(options.serveParams, problems);
    List<RowFile.Placed> benchRows = rows(options.benchParams, problems);
    ServerPart server = ServerPart.read(options, serveRows, problems);
    LoadPart load = LoadPart.read(options, benchRows, searched, server.subject().port(), problems);
    if (problems.hasErrors()) {
      throw SweepRefusal.of(problems.all());
    }
    List<String> notes = new ArrayList<>(server.notes());
    notes.addAll(load.notes());
    SequencedMap<Pair, Point> points =
        points(Links.read(options.linkVars, server.named(), load.named()), server, load);
    if (points.isEmpty()) {
      throw SweepRefusal.wrong(
          "--link-vars leaves no pair of rows", "no row of the server agrees with one of the load");
    }
    notes.addAll(repeated(points));
    Sweep sweep =
        sweep(
            experiment.name(),
            server.subject(),
            load.measurement(),
            space(points, server, load, searched),
            options.runs);
    Prepared prepared =
        new Prepared(
            options,
            experiment,
            List.copyOf(points.keySet()),
            points,
            simulated(sweep, options),
            searched,
            searchedFolders,
            notes);
    prepared.checkLoads();
    return prepared;
  }

  /// The same rows under another question.
  Prepared asking(Sweep other) {
    return new Prepared(
        options, experiment, pairs, points, other, searched, searchedFolders, notes);
  }

  /// The point of a pair with some of the searched options set.
  ///
  /// @param searchedValues by canonical name, such as `request-rate`
  public Point point(Pair pair, Map<String, Value> searchedValues) {
    SequencedMap<String, Value> values = new LinkedHashMap<>(point(pair).values());
    searchedValues.forEach((name, value) -> values.put(LOAD + name, value));
    return new Point(values);
  }

  /// The point of a pair as its rows say.
  public Point point(Pair pair) {
    Point point = points.get(pair);
    if (point == null) {
      throw new IllegalArgumentException("links keep these rows apart");
    }
    return point;
  }

  /// The pairs of a point; several where rows come to the same commands.
  public List<Pair> pairsOf(Point point) {
    Point plain = withoutSearched(point);
    return points.entrySet().stream()
        .filter(entry -> plain.equals(withoutSearched(entry.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Point withoutSearched(Point point) {
    if (searched.isEmpty()) {
      return point;
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>(point.values());
    searched.forEach(name -> values.remove(LOAD + name));
    return new Point(values);
  }

  /// What a point sets of the searched options otherwise than its pair's rows and commands do.
  SequencedMap<String, Value> searchedIn(Pair pair, Point point) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (String name : searched) {
      Value value = point.value(LOAD + name);
      if (!value.equals(point(pair).value(LOAD + name))) {
        values.put(name, value);
      }
    }
    return values;
  }

  /// Every run of every pair, measured or not.
  Plan plan() {
    return new Planner(sweep).plan(List.copyOf(new LinkedHashSet<>(points.values())));
  }

  /// The rows of a file; one that is empty where there is no file.
  static List<RowFile.Placed> rows(Optional<Path> file, Problems problems) {
    return file.map(path -> new RowFile(path, problems).read())
        .orElseGet(() ->
            List.of(new RowFile.Placed(Row.empty(), Source.of("no file", "").start(), Map.of())));
  }

  private static SequencedMap<Pair, Point> points(Links links, ServerPart server, LoadPart load) {
    SequencedMap<Pair, Point> points = new LinkedHashMap<>();
    for (int serve = 0; serve < server.rows().size(); serve++) {
      for (int bench = 0; bench < load.rows().size(); bench++) {
        Pair pair = new Pair(server.named().get(serve), load.named().get(bench));
        if (links.join(pair.serve(), pair.bench())) {
          SequencedMap<String, Value> values = new LinkedHashMap<>();
          server.rows().get(serve).forEach((name, value) -> values.put(server(name), value));
          load.rows().get(bench).forEach((name, value) -> values.put(LOAD + name, value));
          values.values().removeIf(Value::isUnset);
          points.put(pair, new Point(values));
        }
      }
    }
    return points;
  }

  private static String server(String name) {
    return name.startsWith(RowTable.ENVIRONMENT) ? name : SERVER + name;
  }

  private static List<String> repeated(SequencedMap<Pair, Point> points) {
    long distinct = points.values().stream().distinct().count();
    return distinct == points.size()
        ? List.of()
        : List.of(
            "%d of %d pairs of rows come to the same commands as another one; they are measured"
                    .formatted(points.size() - distinct, points.size())
                + " once and their results are written to each one's folder");
  }

  private static SearchSpace space(
      SequencedMap<Pair, Point> points,
      ServerPart server,
      LoadPart load,
      SequencedSet<String> searched) {
    SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
    server.rows().getFirst().keySet().forEach(name -> scopes.put(server(name), Scope.SERVER));
    load.rows().getFirst().keySet().forEach(name -> scopes.put(LOAD + name, Scope.LOAD));
    searched.forEach(name -> scopes.putIfAbsent(LOAD + name, Scope.LOAD));
    SpaceBuilder space = SearchSpace.builder();
    if (!scopes.isEmpty()) {
      space.add(new Rows("rows", scopes, points.values().stream().map(Point::values).toList()));
    }
    return space.build();
  }

  /// Every point of a space, a fixed number of times.
  static Sweep sweep(
      String name, Subject subject, Measurement measurement, SearchSpace space, int runs) {
    return new Sweep(
        name,
        subject,
        measurement,
        space,
        SearchMethod.grid(),
        new Goal(Objective.parse("max output_throughput").orThrow(), List.of()),
        new Conduct(
            runs, Conduct.Order.BLOCKED, 0, RUN_TIMEOUT, Conduct.Budget.unlimited(), List.of()),
        Placement.local());
  }

  private static Sweep simulated(Sweep sweep, ServeOptions options) {
    if (!options.simulate) {
      return sweep;
    }
    try {
      return Simulation.of(sweep, System.getenv().getOrDefault(Simulation.FLAGS, ""));
    } catch (IllegalArgumentException nothing) {
      throw SweepRefusal.wrong("--simulate: " + nothing.getMessage(), "");
    }
  }

  /// A wrong option of the built-in client costs a message now instead of a failed run later.
  private void checkLoads() {
    for (Map.Entry<Pair, Point> each : points.entrySet()) {
      LoadSpec spec = new Planner(sweep).plan(List.of(each.getValue())).runs().getFirst().load();
      if (spec instanceof LoadSpec.Generated(Map<String, Value> values)
          && LoadOptions.read(values) instanceof LoadOptions.Refused refused) {
        String row = each.getKey().bench().isEmpty() ? "" : " of " + each.getKey().bench().name();
        throw SweepRefusal.wrong(
            "the load%s: %s: %s"
                .formatted(
                    row,
                    refused.problems().getFirst().key(),
                    refused.problems().getFirst().message()),
            refused.problems().getFirst().hint());
      }
    }
  }
}
