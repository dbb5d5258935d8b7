package dev.kneeline.space;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Predicate;

/// A set of tuples as a decision diagram: one layer per variable, and in it one node per distinct
/// set of remainders.
///
/// A node leads, by the level that its variable takes, to a node of the next layer or nowhere.
/// Every node that is kept has at least one remainder, so walking it never ends in a dead end.
/// Equal sets over the same variables have equal diagrams. Immutable.
final class Diagram {

  /// The level leads nowhere.
  static final int DEAD = -1;

  private final int[] variables;
  private final int[][][] layers;
  private final BigInteger[][] counts;

  Diagram(int[] variables, int[][][] layers) {
    this.variables = variables;
    this.layers = layers;
    this.counts = countRemainders();
  }

  /// The first `open` levels of one variable.
  static Diagram free(int variable, int levels, int open) {
    int[] root = new int[levels];
    Arrays.fill(root, open, levels, DEAD);
    return new Diagram(new int[] {variable}, new int[][][] {{root}});
  }

  /// All tuples that satisfy a predicate, found by asking it about each.
  ///
  /// @param variables in rising order
  /// @param levels how many levels each of them has
  /// @param predicate is given the levels in the order of the variables, in an array that is reused
  static Diagram tabulate(int[] variables, int[] levels, Predicate<int[]> predicate) {
    Layers layers = new Layers(variables.length);
    int[] tuple = new int[variables.length];
    tabulate(layers, levels, predicate, tuple, 0);
    return new Diagram(variables, layers.finish());
  }

  private static int tabulate(
      Layers layers, int[] levels, Predicate<int[]> predicate, int[] tuple, int layer) {
    if (layer == tuple.length) {
      return predicate.test(tuple) ? 0 : DEAD;
    }
    int[] children = new int[levels[layer]];
    for (int level = 0; level < children.length; level++) {
      tuple[layer] = level;
      children[level] = tabulate(layers, levels, predicate, tuple, layer + 1);
    }
    return layers.node(layer, children);
  }

  int[] variables() {
    return variables;
  }

  int depth() {
    return variables.length;
  }

  /// The layer of a variable, or a negative number where the diagram does not have it.
  int layerOf(int variable) {
    return Arrays.binarySearch(variables, variable);
  }

  boolean isEmpty() {
    return layers[0].length == 0;
  }

  /// How many levels the variable of a layer has; in an empty diagram nothing is left of them.
  int levels(int layer) {
    return layers[layer].length == 0 ? 0 : layers[layer][0].length;
  }

  int nodes(int layer) {
    return layers[layer].length;
  }

  int child(int layer, int node, int level) {
    return layers[layer][node][level];
  }

  int[] children(int layer, int node) {
    return layers[layer][node];
  }

  /// How many tuples the diagram holds.
  BigInteger count() {
    return isEmpty() ? BigInteger.ZERO : counts[0][0];
  }

  /// How many ways lead from a node to the end; one from the end itself.
  BigInteger count(int layer, int node) {
    return counts[layer][node];
  }

  /// How many tuples have each level of a layer's variable.
  BigInteger[] marginals(int layer) {
    BigInteger[] marginals = new BigInteger[levels(layer)];
    Arrays.fill(marginals, BigInteger.ZERO);
    BigInteger[] ways = waysTo(layer);
    for (int node = 0; node < nodes(layer); node++) {
      for (int level = 0; level < marginals.length; level++) {
        int child = child(layer, node, level);
        if (child != DEAD) {
          marginals[level] = marginals[level].add(ways[node].multiply(counts[layer + 1][child]));
        }
      }
    }
    return marginals;
  }

  /// The levels of a layer's variable that at least one tuple has.
  BitSet live(int layer) {
    BitSet live = new BitSet();
    for (int[] children : layers[layer]) {
      for (int level = 0; level < children.length; level++) {
        if (children[level] != DEAD) {
          live.set(level);
        }
      }
    }
    return live;
  }

  private BigInteger[] waysTo(int target) {
    BigInteger[] ways = {BigInteger.ONE};
    for (int layer = 0; layer < target; layer++) {
      BigInteger[] next = new BigInteger[nodes(layer + 1)];
      Arrays.fill(next, BigInteger.ZERO);
      for (int node = 0; node < nodes(layer); node++) {
        for (int child : layers[layer][node]) {
          if (child != DEAD) {
            next[child] = next[child].add(ways[node]);
          }
        }
      }
      ways = next;
    }
    return ways;
  }

  private BigInteger[][] countRemainders() {
    BigInteger[][] result = new BigInteger[layers.length + 1][];
    result[layers.length] = new BigInteger[] {BigInteger.ONE};
    for (int layer = layers.length - 1; layer >= 0; layer--) {
      result[layer] = new BigInteger[layers[layer].length];
      for (int node = 0; node < layers[layer].length; node++) {
        BigInteger sum = BigInteger.ZERO;
        for (int child : layers[layer][node]) {
          if (child != DEAD) {
            sum = sum.add(result[layer + 1][child]);
          }
        }
        result[layer][node] = sum;
      }
    }
    return result;
  }
}
