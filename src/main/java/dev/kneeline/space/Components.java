package dev.kneeline.space;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A set of tuples as the product of independent diagrams: rules that share no variable never meet.
///
/// That is what keeps diagrams small: twenty switches with a dependent parameter each are twenty
/// diagrams of two layers, while a single diagram, with all switches before all dependents, would
/// have a million nodes. Immutable.
final class Components {

  private final int[] levels;
  private final List<Diagram> parts;

  private Components(int[] levels, List<Diagram> parts) {
    this.levels = levels;
    this.parts = List.copyOf(parts);
  }

  /// Every combination.
  ///
  /// @param levels how many levels every variable has
  /// @param open with how many of them, from the first on, each one begins
  static Components all(int[] levels, int[] open) {
    List<Diagram> parts = new ArrayList<>();
    for (int variable = 0; variable < levels.length; variable++) {
      parts.add(Diagram.free(variable, levels[variable], open[variable]));
    }
    return new Components(levels, parts);
  }

  List<Diagram> parts() {
    return parts;
  }

  /// The tuples that belong to the rule's diagram too.
  ///
  /// @throws Automaton.TooLarge where that needs too large a diagram
  Components and(Diagram rule) {
    if (isFull(rule)) {
      return this;
    }
    List<Diagram> touched = touching(rule.variables());
    List<Diagram> joined = Stream.concat(touched.stream(), Stream.of(rule)).toList();
    return replace(touched, Conjunction.of(joined, levels));
  }

  /// Whether a rule allows everything: then it ties nothing together either.
  private boolean isFull(Diagram rule) {
    BigInteger all =
        IntStream.of(rule.variables())
            .mapToObj(variable -> BigInteger.valueOf(levels[variable]))
            .reduce(BigInteger.ONE, BigInteger::multiply);
    return rule.count().equals(all);
  }

  /// The tuples with those merged that differ in nothing but a variable that does not matter.
  ///
  /// @throws Automaton.TooLarge where that needs too large a diagram
  Components merge(Least.Merging merging, Diagram condition) {
    int[] variables =
        IntStream.concat(IntStream.of(merging.variable()), IntStream.of(condition.variables()))
            .toArray();
    List<Diagram> touched = touching(variables);
    Diagram joined = touched.size() == 1 ? touched.getFirst() : Conjunction.of(touched, levels);
    return replace(touched, Least.of(joined, condition, merging, levels));
  }

  BigInteger count() {
    return parts.stream().map(Diagram::count).reduce(BigInteger.ONE, BigInteger::multiply);
  }

  boolean isEmpty() {
    return parts.stream().anyMatch(Diagram::isEmpty);
  }

  private List<Diagram> touching(int[] variables) {
    return parts.stream()
        .filter(part -> IntStream.of(variables).anyMatch(variable -> part.layerOf(variable) >= 0))
        .toList();
  }

  private Components replace(List<Diagram> touched, Diagram replacement) {
    List<Diagram> kept = new ArrayList<>(parts);
    kept.removeAll(touched);
    kept.add(replacement);
    return new Components(levels, kept);
  }
}
