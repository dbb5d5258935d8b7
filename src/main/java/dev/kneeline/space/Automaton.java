package dev.kneeline.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A machine that reads the levels of a tuple one after another and says in the end whether the
/// tuple belongs.
///
/// Diagrams are combined by running the machine of the combination over all tuples at once: equal
/// states have equal futures, so each is followed only once.
interface Automaton {

  int[] start();

  /// The state after one more level, or null where no tuple with this beginning belongs.
  int @Nullable [] step(int layer, int[] state, int level);

  boolean accepts(int[] state);

  /// More states than this are not followed: the diagram would not fit into memory, or into
  /// anyone's patience.
  int MOST_STATES = 200_000;

  /// The combination would be too large.
  final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("more than %,d states".formatted(MOST_STATES), null, false, false);
    }
  }

  /// The tuples that the machine accepts.
  ///
  /// @throws TooLarge rather than run for ever
  static Diagram run(int[] variables, int[] levels, Automaton automaton) {
    return new Run(variables, levels, automaton).diagram();
  }

  /// One run, with what it has already seen.
  final class Run {
    private final int[] variables;
    private final int[] levels;
    private final Automaton automaton;
    private final Layers layers;
    private final List<Map<Layers.Key, Integer>> seen = new ArrayList<>();
    private int states;

    Run(int[] variables, int[] levels, Automaton automaton) {
      this.variables = variables;
      this.levels = levels;
      this.automaton = automaton;
      this.layers = new Layers(variables.length);
      for (int layer = 0; layer < variables.length; layer++) {
        seen.add(new HashMap<>());
      }
    }

    Diagram diagram() {
      follow(0, automaton.start());
      return new Diagram(variables, layers.finish());
    }

    private int follow(int layer, int[] state) {
      if (layer == variables.length) {
        return automaton.accepts(state) ? 0 : Diagram.DEAD;
      }
      Layers.Key key = new Layers.Key(state);
      Integer earlier = seen.get(layer).get(key);
      if (earlier != null) {
        return earlier;
      }
      if (++states > MOST_STATES) {
        throw new TooLarge();
      }
      int[] children = new int[levels[layer]];
      for (int level = 0; level < children.length; level++) {
        int[] next = automaton.step(layer, state, level);
        children[level] = next == null ? Diagram.DEAD : follow(layer + 1, next);
      }
      int node = layers.node(layer, children);
      seen.get(layer).put(key, node);
      return node;
    }
  }
}
