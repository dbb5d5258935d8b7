package dev.kneeline.sweep;

import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Dimension;
import dev.kneeline.space.Names;
import dev.kneeline.space.Nearest;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.Value;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds the options of the built-in generator against what it knows: a wrong one costs a message
/// now instead of a failed run later.
final class LoadChecker {

  /// So many points are looked at, in order; most sweeps have fewer.
  private static final int MOST_POINTS = 20_000;

  /// So many different loads among them are tried.
  private static final int MOST_LOADS = 1_000;

  /// Which server is asked, the sweep decides.
  private static final Set<String> DECIDED = Set.of("host", "port", "base-url");

  private static final String PREFIX = "load.";

  private final Settings load;
  private final Parameters parameters;
  private final Problems problems;
  private final List<String> known = LoadOptions.names().stream().map(LoadOption::name).toList();

  LoadChecker(Settings load, Parameters parameters, Problems problems) {
    this.load = load;
    this.parameters = parameters;
    this.problems = problems;
  }

  /// Tells options that the generator does not have, constant and swept ones.
  void checkNames() {
    load.map().entries().forEach(entry -> checkName(entry.name(), entry.key().span()));
    parameters
        .places()
        .forEach((name, place) -> {
          if (name.startsWith(PREFIX)) {
            checkName(option(name), place);
          }
        });
  }

  private void checkName(String option, Span place) {
    if (!known.contains(option)) {
      problems.error(
          place,
          "the load generator has no option '%s'".formatted(option),
          Nearest.hint(
              option,
              known,
              "kneeline bench serve --help lists them; an option of the engine is server.%s"
                  .formatted(option)));
    } else if (DECIDED.contains(option)) {
      problems.error(
          place, "'%s' of the load is the server's own".formatted(option), "leave it out");
    }
  }

  /// Tells values that the generator refuses, as they meet in points: what rules keep apart is no
  /// one's problem. A sampled space without an end is left to the runs.
  void checkPoints(SearchSpace space) {
    if (!space.dimensions().stream().allMatch(LoadChecker::isFinite)) {
      return;
    }
    Set<String> relevant = relevant();
    Set<Point> tried = new HashSet<>();
    space
        .points()
        .limit(MOST_POINTS)
        .map(point -> point.restrictedTo(relevant))
        .filter(tried::add)
        .limit(MOST_LOADS)
        .forEach(this::checkPoint);
  }

  private static boolean isFinite(Dimension dimension) {
    return !(dimension instanceof Parameter parameter) || parameter.domain().isFinite();
  }

  /// The parameters that shape the load: its own options, and those that fill its placeholders.
  private Set<String> relevant() {
    Set<String> holes = Hole.in(load.map()).stream().map(Hole::name).collect(Collectors.toSet());
    return parameters.scopes().keySet().stream()
        .filter(name ->
            name.startsWith(PREFIX) || holes.contains(new ParameterName(name).placeholder()))
        .collect(Collectors.toSet());
  }

  private void checkPoint(Point point) {
    switch (LoadOptions.read(options(point))) {
      case LoadOptions.Read read -> {}
      case LoadOptions.Refused(List<dev.kneeline.load.Problem> found) ->
          found.forEach(problem -> tell(problem, point));
    }
  }

  private void tell(dev.kneeline.load.Problem problem, Point point) {
    String key = Names.key(problem.key());
    Optional<Span> swept = Optional.ofNullable(parameters.places().get(PREFIX + key));
    Optional<Node> constant = load.find(key);
    Optional<String> filling = constant.flatMap(this::filling);
    Span place =
        swept
            .or(() -> filling.map(parameters.places()::get))
            .or(() -> constant.map(Node::span))
            .orElse(load.map().span());
    String name = swept.isPresent() ? PREFIX + key : filling.orElse("");
    String subject = name.isEmpty() ? "" : name + " = " + point.value(name).spelling() + ": ";
    problems.error(place, subject + problem.message(), problem.hint());
  }

  /// The parameter that fills the one placeholder of a constant.
  private Optional<String> filling(Node constant) {
    List<Hole> holes = Hole.in(constant);
    return holes.size() == 1
        ? parameters.scopes().keySet().stream()
            .filter(each -> new ParameterName(each).placeholder().equals(holes.getFirst().name()))
            .findFirst()
        : Optional.empty();
  }

  /// The options of one point: constants with placeholders filled, swept ones above them.
  private Map<String, Value> options(Point point) {
    Map<String, Value> options = new LinkedHashMap<>();
    for (Node.Entry entry : load.map().entries()) {
      options.put(entry.name(), filled(entry.value().value(), point));
    }
    for (String name : parameters.scopes().keySet()) {
      if (name.startsWith(PREFIX)) {
        options.put(option(name), point.value(name));
      }
    }
    return options;
  }

  private Value filled(Value value, Point point) {
    if (!(value instanceof Value.Text(String text))) {
      return value;
    }
    Template template = Template.parse(text);
    return template
        .onlyHole()
        .flatMap(hole -> filling(hole, point))
        .orElseGet(() -> new Value.Text(template.bind(hole -> filling(hole, point)).show()));
  }

  private Optional<Value> filling(String hole, Point point) {
    return parameters.scopes().keySet().stream()
        .filter(name -> new ParameterName(name).placeholder().equals(hole))
        .map(point::value)
        .findFirst();
  }

  private static String option(String name) {
    return name.substring(PREFIX.length());
  }
}
