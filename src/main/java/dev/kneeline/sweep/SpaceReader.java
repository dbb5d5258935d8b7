package dev.kneeline.sweep;

import dev.kneeline.space.Condition;
import dev.kneeline.space.Domain;
import dev.kneeline.space.InvalidSpaceException;
import dev.kneeline.space.Names;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Point;
import dev.kneeline.space.Rows;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Same;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Step;
import dev.kneeline.space.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// Makes the space of a sweep from what its file declares.
final class SpaceReader {

  private final Parameters parameters;
  private final Rules rules;
  private final Problems problems;
  private final Map<String, Span> rulePlaces = new LinkedHashMap<>();
  private final Set<String> ofMachine = new HashSet<>();
  private final Set<String> facts;

  SpaceReader(
      Parameters parameters, MachineFacts facts, List<Declared> declared, Problems problems) {
    this.parameters = parameters;
    this.facts = facts.byName().keySet();
    this.rules = Rules.over(values(declared), facts.byName());
    this.problems = problems;
  }

  /// The space, or nothing where there is a problem.
  Optional<SearchSpace> read(Node.Mapping file, List<Declared> declared) {
    SpaceBuilder builder = SearchSpace.builder();
    declared.forEach(each -> add(builder, each));
    for (Node item : items(file, "exclude")) {
      exclude(item).filter(rule -> isOfPoints(rule, item)).ifPresent(builder::exclude);
    }
    for (Node item : items(file, "require")) {
      require(item).filter(rule -> isOfPoints(rule, item)).ifPresent(builder::require);
    }
    items(file, "include").forEach(item -> include(item).ifPresent(builder::include));
    items(file, "same").forEach(item -> same(item).ifPresent(builder::same));
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    try {
      SearchSpace space = builder.build();
      new SpaceFindings(parameters.places(), rulePlaces, ofMachine).tell(space, problems);
      return Optional.of(space);
    } catch (InvalidSpaceException invalid) {
      invalid.problems().forEach(problem -> refused(problem, file));
      return Optional.empty();
    }
  }

  /// Whether a rule is about points. One that reads no parameter, such as `gpus >= 2`, is decided
  /// here and now: it holds for all points or for none.
  private boolean isOfPoints(Rule rule, Node item) {
    rulePlaces.putIfAbsent(rule.name(), item.span());
    if (facts.stream().anyMatch(fact -> rule.text().matches("(?s).*\\b" + fact + "\\b.*"))) {
      ofMachine.add(rule.name());
    }
    boolean ofPoints = !rule.reads().isEmpty();
    if (!ofPoints && !rule.holds(name -> Value.UNSET)) {
      problems.error(
          item.span(), "no point is valid, because of '%s'".formatted(rule.name()), "loosen it");
    }
    return ofPoints;
  }

  private void add(SpaceBuilder builder, Declared declared) {
    switch (declared) {
      case Declared.Axis axis ->
          builder.add(
              new Parameter(
                  axis.name().key(),
                  scope(axis.name()),
                  axis.domain(),
                  axis.when().flatMap(when -> condition(when, axis.otherwise()))));
      case Declared.Group group -> {
        SequencedMap<String, Scope> scopes = new LinkedHashMap<>();
        group.names().keySet().forEach(name -> scopes.put(name.key(), scope(name)));
        builder.add(new Rows(group.name(), scopes, group.rows()));
      }
    }
  }

  private Scope scope(ParameterName name) {
    return parameters.scopes().getOrDefault(name.key(), Scope.LOAD);
  }

  private Optional<Rule> exclude(Node item) {
    if (item instanceof Node.Scalar text) {
      return compiled(text, expression -> rules.exclude(expression, expression));
    }
    Node.Mapping form = (Node.Mapping) item;
    Optional<String> reason = form.find("reason").map(SpaceReader::text);
    if (form.find("rule").isPresent()) {
      if (!(form.find("rule").get() instanceof Node.Scalar text)) {
        problems.error(item.span(), "a rule is an expression", "write rule: EXPRESSION");
        return Optional.empty();
      }
      return compiled(text, expression -> rules.exclude(expression, reason.orElse(expression)));
    }
    SequencedMap<String, List<Value>> matched = new LinkedHashMap<>();
    for (Node.Entry entry : form.entries()) {
      if (!entry.name().equals("reason")) {
        known(entry.key()).ifPresent(name -> matched.put(name, alternatives(entry.value())));
      }
    }
    return matched.isEmpty() ? Optional.empty() : Optional.of(new MatchRule(reason, matched));
  }

  private List<Value> alternatives(Node node) {
    return new AxisReader(problems).values(node).orElse(List.of());
  }

  private Optional<Rule> require(Node item) {
    Node.Scalar text =
        item instanceof Node.Mapping form
            ? form.find("rule").map(Node.Scalar.class::cast).orElse(null)
            : (Node.Scalar) item;
    if (text == null) {
      return Optional.empty(); // told by the checker
    }
    Optional<String> reason =
        item instanceof Node.Mapping form
            ? form.find("reason").map(SpaceReader::text)
            : Optional.empty();
    return compiled(text, expression -> rules.require(expression, reason.orElse(expression)));
  }

  private Optional<Point> include(Node item) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (Node.Entry entry : ((Node.Mapping) item).entries()) {
      known(entry.key()).ifPresent(name -> values.put(name, entry.value().value()));
    }
    SequencedMap<String, Value> ordered = new LinkedHashMap<>();
    parameters
        .scopes()
        .keySet()
        .forEach(name -> ordered.put(name, values.getOrDefault(name, Value.UNSET)));
    return values.isEmpty() ? Optional.empty() : Optional.of(new Point(ordered));
  }

  private Optional<Same> same(Node item) {
    Node.Mapping form = (Node.Mapping) item;
    Optional<String> name =
        form.find("parameter").map(Node.Scalar.class::cast).flatMap(this::known);
    Optional<Condition> when =
        form.find("when")
            .map(Node.Scalar.class::cast)
            .flatMap(text -> condition(text, Optional.empty()));
    if (when.isPresent() && when.get().reads().isEmpty()) {
      problems.error(
          form.find("when").orElseThrow().span(),
          "'when' reads no parameter",
          "say for which values of other parameters this one does not matter");
      return Optional.empty();
    }
    return name.flatMap(parameter -> when.map(condition -> new Same(parameter, condition)));
  }

  private Optional<Condition> condition(Node.Scalar text, Optional<Value> otherwise) {
    return compiled(text, expression -> rules.when(expression, otherwise));
  }

  /// A declared parameter's full name, told where it is none.
  private Optional<String> known(Node.Scalar key) {
    String name = Names.key(key.text());
    if (parameters.scopes().containsKey(name)) {
      return Optional.of(name);
    }
    problems.error(
        key.span(), "no parameter is called '%s'".formatted(key.text()), parameters.hint(name));
    return Optional.empty();
  }

  private <T> Optional<T> compiled(Node.Scalar text, Function<String, T> compile) {
    try {
      return Optional.of(compile.apply(text.text()));
    } catch (InvalidRuleException invalid) {
      for (RuleProblem problem : invalid.problems()) {
        problems.error(place(text, problem), problem.message(), problem.hint());
      }
      return Optional.empty();
    }
  }

  /// The wrong part of the text, where the text stands on one line as it is.
  static Span place(Node.Scalar text, RuleProblem problem) {
    int letters = text.text().codePointCount(0, text.text().length());
    int quotes = text.span().length() - letters;
    return quotes == 0 || quotes == 2
        ? text.span().part(problem.offset() + quotes / 2, problem.length())
        : text.span();
  }

  private void refused(InvalidSpaceException.Problem problem, Node.Mapping file) {
    Span place =
        Optional.ofNullable(parameters.places().get(problem.subject()))
            .orElse(file.span().part(0, 1));
    problems.error(place, problem.message(), problem.hint());
  }

  /// The domain of every parameter by full name.
  static SequencedMap<String, Domain> domains(List<Declared> declared) {
    SequencedMap<String, Domain> domains = new LinkedHashMap<>();
    for (Declared each : declared) {
      switch (each) {
        case Declared.Axis axis -> domains.put(axis.name().key(), axis.domain());
        case Declared.Group group -> domains.putAll(columns(group));
      }
    }
    return domains;
  }

  /// What expressions are typed by: every value of a list, the ends of a continuous range.
  private static SequencedMap<String, List<Value>> values(List<Declared> declared) {
    SequencedMap<String, List<Value>> values = new LinkedHashMap<>();
    domains(declared).forEach((name, domain) -> values.put(name, values(domain)));
    for (Declared each : declared) {
      if (each instanceof Declared.Axis axis && axis.otherwise().isPresent()) {
        List<Value> longer = new ArrayList<>(values.getOrDefault(axis.name().key(), List.of()));
        longer.add(axis.otherwise().get());
        values.put(axis.name().key(), longer);
      }
    }
    return values;
  }

  private static List<Value> values(Domain domain) {
    return domain instanceof Domain.RealRange(BigDecimal start, BigDecimal end, Step step)
            && step instanceof Step.Continuous
        ? List.of(Value.of(start), Value.of(end))
        : domain.values();
  }

  private static Map<String, Domain> columns(Declared.Group group) {
    Map<String, Domain> columns = new LinkedHashMap<>();
    for (ParameterName name : group.names().keySet()) {
      List<Value> values = new ArrayList<>();
      group.rows().forEach(row -> values.add(row.getOrDefault(name.key(), Value.UNSET)));
      columns.put(name.key(), new Domain.Choice(values));
    }
    return columns;
  }

  private static List<Node> items(Node.Mapping file, String key) {
    return file.find(key)
        .map(node -> node instanceof Node.Sequence sequence ? sequence.items() : List.of(node))
        .orElse(List.of());
  }

  private static String text(Node node) {
    return node instanceof Node.Scalar scalar ? scalar.text() : node.value().spelling();
  }
}
