package dev.kneeline.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Turns conditions, rules and merges into diagrams, in the order in which they are applied, and
/// applies them.
final class SpaceCompiler {

  /// After so many rules that could not be joined, no further one is tried: each trial takes
  /// seconds.
  private static final int MOST_FAILURES = 2;

  private final Frame frame;
  private final List<Cut> applied = new ArrayList<>();
  private final List<Uncounted> uncounted = new ArrayList<>();
  private Components components;
  private int failures;

  /// A rule that joins too many values: it cannot be counted through, only be asked about one point
  /// after another.
  record Uncounted(String name, Predicate<Point> test) {}

  SpaceCompiler(Frame frame, SpaceBuilder builder) {
    this.frame = frame;
    this.components = Components.all(frame.levels(), frame.levels());
    for (Axis axis : frame.axes()) {
      conditional(axis).ifPresent(parameter -> when(axis, parameter));
    }
    builder.excludes().forEach(rule -> ban(rule, Removal.Kind.EXCLUDE));
    builder.requires().forEach(rule -> ban(rule, Removal.Kind.REQUIRE));
    builder.sames().forEach(this::merge);
  }

  /// What all cuts that could be applied leave over.
  Components components() {
    return components;
  }

  List<Cut> applied() {
    return applied;
  }

  List<Uncounted> uncounted() {
    return uncounted;
  }

  private static Optional<Parameter> conditional(Axis axis) {
    return axis.dimension() instanceof Parameter parameter && parameter.when().isPresent()
        ? Optional.of(parameter)
        : Optional.empty();
  }

  private void when(Axis axis, Parameter parameter) {
    Condition when = parameter.when().orElseThrow();
    String name = "%s when %s".formatted(parameter.name(), when.text());
    int variable = frame.axisOf(parameter.name());
    List<String> reads = new ArrayList<>(when.reads());
    reads.add(parameter.name());
    Uncounted otherwise =
        new Uncounted(name, point -> axis.allows(when.holds(point::value), point::value));
    if (frame.canTabulate(reads)) {
      cut(new Cut.When(name, frame.tabulate(when, parameter.name()), variable), otherwise);
    } else {
      uncounted.add(otherwise);
    }
  }

  private void ban(Rule rule, Removal.Kind kind) {
    Uncounted otherwise = new Uncounted(rule.name(), point -> rule.holds(point::value));
    if (rule.parts().stream().allMatch(part -> frame.canTabulate(part.reads()))) {
      List<Diagram> diagrams =
          rule.parts().stream().map(part -> frame.tabulate(part.reads(), part::holds)).toList();
      cut(new Cut.Ban(rule.name(), diagrams, kind), otherwise);
    } else {
      uncounted.add(otherwise);
    }
  }

  /// A merge that cannot be counted through leaves its points apart: each is measured, none is
  /// lost.
  private void merge(Same same) {
    Uncounted otherwise = new Uncounted(same.name(), _ -> true);
    if (frame.canTabulate(same.when().reads())) {
      Diagram condition = frame.tabulate(same.when().reads(), same.when()::holds);
      int variable = frame.axisOf(same.parameter());
      List<Integer> groups = frame.axes().get(variable).groupsBut(same.parameter());
      cut(new Cut.Merge(same.name(), condition, new Least.Merging(variable, groups)), otherwise);
    } else {
      uncounted.add(otherwise);
    }
  }

  private void cut(Cut cut, Uncounted otherwise) {
    if (failures == MOST_FAILURES) {
      uncounted.add(otherwise);
      return;
    }
    try {
      components = cut.apply(components);
      applied.add(cut);
    } catch (Automaton.TooLarge tooLarge) {
      failures++;
      uncounted.add(otherwise);
    }
  }
}
