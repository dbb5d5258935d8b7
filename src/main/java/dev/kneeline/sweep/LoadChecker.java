package dev.kneeline.sweep;

import dev.kneeline.load.LoadOption;
import dev.kneeline.load.LoadOptions;
import dev.kneeline.plan.Template;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Names;
import dev.kneeline.space.Step;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Holds the options of the built-in generator against what it knows, constants and swept ones: a
/// wrong value costs a message now instead of a failed run later.
final class LoadChecker {

  /// Of a swept option this many values are tried; all of a list that a person wrote.
  private static final int MOST_TRIED = 1000;

  /// Which server is asked, the sweep decides.
  private static final List<String> DECIDED = List.of("host", "port", "base-url");

  private final Settings load;
  private final Problems problems;
  private final List<String> known = LoadOptions.names().stream().map(LoadOption::name).toList();

  LoadChecker(Settings load, Problems problems) {
    this.load = load;
    this.problems = problems;
  }

  /// @param domains values of every parameter by full name
  /// @param places where each is declared
  void check(SequencedMap<String, Domain> domains, Map<String, Span> places) {
    load.map().entries().forEach(entry -> name(Names.key(entry.key().text()), entry.key().span()));
    domains.forEach((name, domain) -> {
      if (name.startsWith("load.")) {
        name(option(name), places.getOrDefault(name, load.map().span()));
      }
    });
    if (problems.hasErrors()
        || domains.values().stream().anyMatch(each -> values(each).isEmpty())) {
      return; // values are tried once everything else is sound
    }
    Map<String, Value> first = new LinkedHashMap<>();
    domains.forEach((name, domain) -> first.put(name, values(domain).getFirst()));
    refusals(options(first)).forEach((key, problem) -> tell(key, problem, places));
    if (problems.hasErrors()) {
      return;
    }
    domains.forEach((name, domain) -> vary(name, domain, first, places));
  }

  private void vary(
      String name, Domain domain, Map<String, Value> first, Map<String, Span> places) {
    for (Value value : values(domain)) {
      Map<String, Value> point = new LinkedHashMap<>(first);
      point.put(name, value);
      Map<String, dev.kneeline.load.Problem> refusals = refusals(options(point));
      if (!refusals.isEmpty()) {
        dev.kneeline.load.Problem problem = refusals.values().iterator().next();
        problems.error(
            places.getOrDefault(name, load.map().span()),
            "%s = %s: %s".formatted(name, value.spelling(), problem.message()),
            problem.hint());
        return;
      }
    }
  }

  private void name(String option, Span place) {
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

  private void tell(String key, dev.kneeline.load.Problem problem, Map<String, Span> places) {
    Span place =
        load.map().entries().stream()
            .filter(entry -> Names.key(entry.key().text()).equals(key))
            .map(entry -> entry.value().span())
            .findFirst()
            .or(() -> Optional.ofNullable(places.get("load." + key)))
            .orElse(load.map().span());
    problems.error(place, problem.message(), problem.hint());
  }

  private Map<String, dev.kneeline.load.Problem> refusals(Map<String, Value> options) {
    Map<String, dev.kneeline.load.Problem> refusals = new LinkedHashMap<>();
    switch (LoadOptions.read(options)) {
      case LoadOptions.Read read -> {}
      case LoadOptions.Refused(List<dev.kneeline.load.Problem> found) ->
          found.forEach(problem -> refusals.putIfAbsent(Names.key(problem.key()), problem));
    }
    return refusals;
  }

  /// The options of one point: constants with placeholders filled, swept ones above them.
  private Map<String, Value> options(Map<String, Value> point) {
    Map<String, Value> options = new LinkedHashMap<>();
    for (Node.Entry entry : load.map().entries()) {
      options.put(Names.key(entry.key().text()), filled(entry.value().value(), point));
    }
    point.forEach((name, value) -> {
      if (name.startsWith("load.")) {
        options.put(option(name), value);
      }
    });
    return options;
  }

  private static Value filled(Value value, Map<String, Value> point) {
    if (!(value instanceof Value.Text(String text))) {
      return value;
    }
    Template template = Template.parse(text);
    return template
        .onlyHole()
        .flatMap(hole -> filling(hole, point))
        .orElseGet(() -> new Value.Text(template.bind(hole -> filling(hole, point)).show()));
  }

  private static Optional<Value> filling(String hole, Map<String, Value> point) {
    return point.entrySet().stream()
        .filter(entry -> new ParameterName(entry.getKey()).placeholder().equals(hole))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static List<Value> values(Domain domain) {
    return switch (domain) {
      case Domain.RealRange(BigDecimal start, BigDecimal end, Step step) when !domain.isFinite() ->
          List.of(Value.of(start), Value.of(end));
      case Domain.Choice choice -> choice.values();
      case Domain.WholeRange range -> range.values().stream().limit(MOST_TRIED).toList();
      case Domain.RealRange range -> range.values().stream().limit(MOST_TRIED).toList();
    };
  }

  private static String option(String name) {
    return name.substring("load.".length());
  }
}
