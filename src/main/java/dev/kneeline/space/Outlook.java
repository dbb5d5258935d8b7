package dev.kneeline.space;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/// What is still possible in one diagram once some of its variables are decided.
///
/// Weights are numbers of remainders as `double`: they decide how often a level is drawn, where
/// fifteen digits are plenty.
final class Outlook {

  private final Diagram diagram;
  private final BitSet[] allowed;
  private final double[][] weights;

  /// @param decided a level for each layer, negative where it is open
  Outlook(Diagram diagram, int[] decided) {
    this.diagram = diagram;
    this.weights = weights(decided);
    this.allowed = new BitSet[diagram.depth()];
    BitSet reached = BitSet.valueOf(new long[] {diagram.isEmpty() ? 0 : 1});
    for (int layer = 0; layer < diagram.depth(); layer++) {
      allowed[layer] = new BitSet();
      reached = follow(layer, decided[layer], reached);
    }
  }

  private double[][] weights(int[] decided) {
    double[][] result = new double[diagram.depth() + 1][];
    result[diagram.depth()] = new double[] {1};
    for (int layer = diagram.depth() - 1; layer >= 0; layer--) {
      result[layer] = new double[diagram.nodes(layer)];
      for (int node = 0; node < result[layer].length; node++) {
        int[] children = diagram.children(layer, node);
        for (int level = 0; level < children.length; level++) {
          boolean open = decided[layer] < 0 || decided[layer] == level;
          if (open && children[level] != Diagram.DEAD) {
            result[layer][node] += result[layer + 1][children[level]];
          }
        }
      }
    }
    return result;
  }

  private BitSet follow(int layer, int decided, BitSet reached) {
    BitSet next = new BitSet();
    for (int node = reached.nextSetBit(0); node >= 0; node = reached.nextSetBit(node + 1)) {
      int[] children = diagram.children(layer, node);
      for (int level = 0; level < children.length; level++) {
        boolean open = decided < 0 || decided == level;
        int child = children[level];
        if (open && child != Diagram.DEAD && weights[layer + 1][child] > 0) {
          allowed[layer].set(level);
          next.set(child);
        }
      }
    }
    return next;
  }

  /// The levels that a layer's variable may still take.
  BitSet allowed(int layer) {
    return allowed[layer];
  }

  /// How many ways there are to go on.
  double ways() {
    return diagram.isEmpty() ? 0 : weights[0][0];
  }

  /// Draws one of the ways, each equally likely, and writes its levels.
  ///
  /// @param levels by variable of the space
  void draw(RandomGenerator random, int[] levels) {
    int node = 0;
    for (int layer = 0; layer < diagram.depth(); layer++) {
      int[] children = diagram.children(layer, node);
      int level = draw(layer, node, random.nextDouble() * weights[layer][node]);
      levels[diagram.variables()[layer]] = level;
      node = children[level];
    }
  }

  private int draw(int layer, int node, double target) {
    int[] children = diagram.children(layer, node);
    BitSet candidates = allowed[layer];
    double left = target;
    int last = -1;
    for (int level = candidates.nextSetBit(0);
        level >= 0;
        level = candidates.nextSetBit(level + 1)) {
      if (children[level] != Diagram.DEAD && weights[layer + 1][children[level]] > 0) {
        last = level;
        left -= weights[layer + 1][children[level]];
        if (left < 0) {
          break;
        }
      }
    }
    // Rounding may leave a crumb behind the last level: it belongs to that level.
    return last;
  }

  /// What the decisions are remembered by.
  static Layers.Key key(int[] decided) {
    return new Layers.Key(Arrays.copyOf(decided, decided.length));
  }
}
