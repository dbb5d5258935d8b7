package dev.kneeline.space;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Tuples that belong to every one of several diagrams, which may speak of different variables.
final class Conjunction implements Automaton {

  private final List<Diagram> parts;
  private final int[][] layerInPart;

  private Conjunction(List<Diagram> parts, int[] variables) {
    this.parts = parts;
    this.layerInPart =
        parts.stream()
            .map(part -> IntStream.of(variables).map(part::layerOf).toArray())
            .toArray(int[][]::new);
  }

  /// @param levels how many levels every variable of the space has
  static Diagram of(List<Diagram> parts, int[] levels) {
    int[] variables = variables(parts);
    return Automaton.run(variables, select(levels, variables), new Conjunction(parts, variables));
  }

  static int[] variables(List<Diagram> parts) {
    return parts.stream()
        .flatMapToInt(part -> IntStream.of(part.variables()))
        .distinct()
        .sorted()
        .toArray();
  }

  static int[] select(int[] levels, int[] variables) {
    return IntStream.of(variables).map(variable -> levels[variable]).toArray();
  }

  @Override
  public int[] start() {
    int[] roots = new int[parts.size()];
    Arrays.setAll(roots, part -> parts.get(part).isEmpty() ? Diagram.DEAD : 0);
    return roots;
  }

  @Override
  public int @Nullable [] step(int layer, int[] state, int level) {
    int[] next = state.clone();
    for (int part = 0; part < next.length; part++) {
      int own = layerInPart[part][layer];
      if (next[part] == Diagram.DEAD) {
        return null;
      }
      if (own >= 0) {
        next[part] = parts.get(part).child(own, state[part], level);
        if (next[part] == Diagram.DEAD) {
          return null;
        }
      }
    }
    return next;
  }

  @Override
  public boolean accepts(int[] state) {
    return true;
  }
}
