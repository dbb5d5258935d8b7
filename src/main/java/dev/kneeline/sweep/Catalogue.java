package dev.kneeline.sweep;

import dev.kneeline.space.AllOf;
import dev.kneeline.space.Domain;
import dev.kneeline.space.Names;
import dev.kneeline.space.Parameter;
import dev.kneeline.space.Rule;
import dev.kneeline.space.Scope;
import dev.kneeline.space.SearchSpace;
import dev.kneeline.space.SpaceBuilder;
import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// The parameters of an engine that are worth varying, with the rules between them.
///
/// Kneeline brings SGLang's along; files for other engines look the same. Immutable: each change
/// gives another catalogue.
///
/// @param name what it is called
/// @param engine the engine that it is for; empty where it says none
/// @param parameters in order, the first one varies slowest
/// @param rules in the order in which they are charged
public record Catalogue(String name, String engine, List<Entry> parameters, List<Conflict> rules) {

  public Catalogue {
    parameters = List.copyOf(parameters);
    rules = List.copyOf(rules);
  }

  /// A parameter.
  ///
  /// @param name as it is written in combinations
  /// @param values at least one, the first of them is the default
  /// @param description one line for people
  public record Entry(String name, List<Value> values, String description) {
    public Entry {
      values = List.copyOf(values);
    }
  }

  /// A rule.
  ///
  /// @param name what it is called in counts
  /// @param reason why it is so, for people
  /// @param require expressions that are all true of a valid point
  public record Conflict(String name, String reason, List<String> require) {
    public Conflict {
      require = List.copyOf(require);
    }
  }

  public Optional<Entry> find(String parameter) {
    return parameters.stream()
        .filter(entry -> Names.key(entry.name()).equals(Names.key(parameter)))
        .findFirst();
  }

  /// This catalogue with one more parameter, the fastest one.
  ///
  /// @throws IllegalArgumentException where it has one of that name
  public Catalogue with(Entry entry) {
    if (find(entry.name()).isPresent()) {
      throw new IllegalArgumentException(
          "the catalogue has a parameter '%s' already".formatted(entry.name()));
    }
    return new Catalogue(
        name, engine, Stream.concat(parameters.stream(), Stream.of(entry)).toList(), rules);
  }

  /// This catalogue with one more rule.
  public Catalogue with(Conflict rule) {
    return new Catalogue(
        name, engine, parameters, Stream.concat(rules.stream(), Stream.of(rule)).toList());
  }

  /// This catalogue with other values for a parameter.
  ///
  /// @throws IllegalArgumentException where it has none of that name
  public Catalogue withValues(String parameter, List<Value> values) {
    Entry old = require(parameter);
    return new Catalogue(
        name,
        engine,
        parameters.stream()
            .map(entry ->
                entry.equals(old) ? new Entry(old.name(), values, old.description()) : entry)
            .toList(),
        rules);
  }

  /// This catalogue without a parameter. Expressions that read it are no longer asked.
  ///
  /// @throws IllegalArgumentException where it has none of that name
  public Catalogue without(String parameter) {
    Entry old = require(parameter);
    Catalogue rest =
        new Catalogue(
            name, engine, parameters.stream().filter(entry -> !entry.equals(old)).toList(), rules);
    Set<String> askable = new HashSet<>();
    rules()
        .forEach(rule ->
            rule.require().stream().filter(text -> !reads(text, old)).forEach(askable::add));
    return new Catalogue(
        rest.name(),
        rest.engine(),
        rest.parameters(),
        rules.stream()
            .map(rule ->
                new Conflict(
                    rule.name(),
                    rule.reason(),
                    rule.require().stream().filter(askable::contains).toList()))
            .filter(rule -> !rule.require().isEmpty())
            .toList());
  }

  /// This catalogue without its rules.
  public Catalogue unfiltered() {
    return new Catalogue(name, engine, parameters, List.of());
  }

  private Entry require(String parameter) {
    return find(parameter)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the catalogue has no parameter '%s'".formatted(parameter)));
  }

  private boolean reads(String text, Entry entry) {
    return Rules.over(values(), Map.of()).require(text, text).reads().contains(entry.name());
  }

  private SequencedMap<String, List<Value>> values() {
    SequencedMap<String, List<Value>> values = new LinkedHashMap<>();
    parameters.forEach(entry -> values.put(entry.name(), entry.values()));
    return values;
  }

  /// The rules, compiled, each of them made of its expressions.
  ///
  /// @throws InvalidRuleException where an expression is wrong
  public SequencedMap<Conflict, Rule> compiled() {
    Rules compiler = Rules.over(values(), Map.of());
    SequencedMap<Conflict, Rule> compiled = new LinkedHashMap<>();
    for (Conflict rule : rules) {
      List<Rule> parts = new ArrayList<>();
      rule.require().forEach(text -> parts.add(compiler.require(text, text)));
      compiled.put(rule, new AllOf(rule.name(), parts));
    }
    return compiled;
  }

  /// The space of all combinations that the rules allow.
  ///
  /// @throws InvalidRuleException where an expression is wrong
  public SearchSpace space() {
    SpaceBuilder builder = SearchSpace.builder();
    for (Entry entry : parameters) {
      builder.add(new Parameter(entry.name(), Scope.SERVER, new Domain.Choice(entry.values())));
    }
    compiled().values().forEach(builder::require);
    return builder.build();
  }
}
