package dev.kneeline.space;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Merges the tuples that differ only in one variable: where a condition holds, the one with the
/// lowest level stays.
///
/// The state is the tuple's own node, the condition's node, and the nodes of the same tuple with
/// each lower level: those that are still alive in the end are reasons to drop it. Where the
/// condition fails there can be no reason.
final class Least implements Automaton {

  private static final int OWN = 0;
  private static final int CONDITION = 1;
  private static final int LOWER = 2;

  private final Diagram diagram;
  private final Diagram condition;
  private final Merging merging;

  /// What does not matter.
  ///
  /// @param variable the variable whose levels are merged
  /// @param groups a number for each level: only levels with the same number merge; rows merge
  ///   where they differ in the one parameter alone
  record Merging(int variable, List<Integer> groups) {
    Merging {
      groups = List.copyOf(groups);
    }

    boolean same(int level, int other) {
      return groups.get(level).equals(groups.get(other));
    }
  }

  private Least(Diagram diagram, Diagram condition, Merging merging) {
    this.diagram = diagram;
    this.condition = condition;
    this.merging = merging;
  }

  /// @param diagram has the variable and all variables of the condition
  /// @param condition does not have the variable
  static Diagram of(Diagram diagram, Diagram condition, Merging merging, int[] levels) {
    int[] variables = diagram.variables();
    return Automaton.run(
        variables, Conjunction.select(levels, variables), new Least(diagram, condition, merging));
  }

  @Override
  public int[] start() {
    return new int[] {diagram.isEmpty() ? Diagram.DEAD : 0, condition.isEmpty() ? Diagram.DEAD : 0};
  }

  @Override
  public int @Nullable [] step(int layer, int[] state, int level) {
    int own = state[OWN] == Diagram.DEAD ? Diagram.DEAD : diagram.child(layer, state[OWN], level);
    if (own == Diagram.DEAD) {
      return null;
    }
    int condition = conditionAfter(layer, state[CONDITION], level);
    if (condition == Diagram.DEAD) {
      return new int[] {own, condition};
    }
    int[] lower =
        diagram.variables()[layer] == merging.variable()
            ? IntStream.range(0, level)
                .filter(less -> merging.same(less, level))
                .map(less -> diagram.child(layer, state[OWN], less))
                .toArray()
            : Arrays.stream(state, LOWER, state.length)
                .map(node -> diagram.child(layer, node, level))
                .toArray();
    return IntStream.concat(
            IntStream.of(own, condition),
            IntStream.of(lower).filter(node -> node != Diagram.DEAD).sorted().distinct())
        .toArray();
  }

  @Override
  public boolean accepts(int[] state) {
    return state[CONDITION] == Diagram.DEAD || state.length == LOWER;
  }

  private int conditionAfter(int layer, int node, int level) {
    int own = condition.layerOf(diagram.variables()[layer]);
    return own < 0 || node == Diagram.DEAD ? node : condition.child(own, node, level);
  }
}
