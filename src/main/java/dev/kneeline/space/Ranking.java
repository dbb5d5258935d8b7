package dev.kneeline.space;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// Numbers the tuples of independent diagrams in the order of nested loops, and finds the tuple of
/// a number.
///
/// Below each choice of a level lie (remainders of that choice in its own diagram) times
/// (remainders of all other diagrams) tuples; skipping these blocks takes one step a variable,
/// whatever the size of the set. Numbers that fit 62 bits are worked with as `long`.
final class Ranking {

  private static final int BITS_OF_LONG = 62;

  private final List<Diagram> parts;
  private final int[] partOf;
  private final int[] layerOf;
  private final BigInteger total;

  /// By part, layer and node; empty where the total does not fit.
  private final long[][][] counts;

  private final long smallTotal;

  Ranking(Components components, int variables) {
    this.parts = components.parts();
    this.partOf = new int[variables];
    this.layerOf = new int[variables];
    this.total = components.count();
    for (int part = 0; part < parts.size(); part++) {
      for (int variable : parts.get(part).variables()) {
        partOf[variable] = part;
        layerOf[variable] = parts.get(part).layerOf(variable);
      }
    }
    boolean small = total.bitLength() <= BITS_OF_LONG && total.signum() > 0;
    this.smallTotal = small ? total.longValueExact() : 0;
    this.counts =
        small ? parts.stream().map(Ranking::counts).toArray(long[][][]::new) : new long[0][][];
  }

  private static long[][] counts(Diagram part) {
    long[][] counts = new long[part.depth() + 1][];
    for (int layer = 0; layer <= part.depth(); layer++) {
      int nodes = layer == part.depth() ? 1 : part.nodes(layer);
      counts[layer] = new long[nodes];
      for (int node = 0; node < nodes; node++) {
        counts[layer][node] = part.count(layer, node).longValueExact();
      }
    }
    return counts;
  }

  BigInteger total() {
    return total;
  }

  /// How many numbers there are where all of them fit a `long`, else 0.
  long smallTotal() {
    return smallTotal;
  }

  /// The levels of the tuple with a number in `[0, total)`.
  int[] levels(BigInteger number) {
    return counts.length > 0 ? levels(number.longValueExact()) : largeLevels(number);
  }

  /// The same where all numbers fit; the caller has seen to that.
  int[] levels(long number) {
    int[] levels = new int[partOf.length];
    int[] nodes = new int[parts.size()];
    long block = smallTotal;
    long rest = number;
    for (int variable = 0; variable < levels.length; variable++) {
      int part = partOf[variable];
      int layer = layerOf[variable];
      int[] children = parts.get(part).children(layer, nodes[part]);
      long[] below = counts[part][layer + 1];
      long here = counts[part][layer][nodes[part]];
      if (here == 1) {
        // Only one way on: nothing to divide, and in a constrained space that is often so.
        levels[variable] = firstFrom(children, 0);
        nodes[part] = children[levels[variable]];
        continue;
      }
      long others = block / here;
      long own = rest / others;
      long skipped = 0;
      int level = 0;
      if (below[0] == 1 && below.length == 1 && here == children.length) {
        skipped = own;
        level = (int) own;
      }
      while (children[level] == Diagram.DEAD || own - skipped >= below[children[level]]) {
        skipped += children[level] == Diagram.DEAD ? 0 : below[children[level]];
        level++;
      }
      levels[variable] = level;
      nodes[part] = children[level];
      rest -= skipped * others;
      block = below[children[level]] * others;
    }
    return levels;
  }

  private int[] largeLevels(BigInteger number) {
    int[] levels = new int[partOf.length];
    int[] nodes = new int[parts.size()];
    BigInteger block = total;
    BigInteger rest = number;
    for (int variable = 0; variable < levels.length; variable++) {
      Diagram part = parts.get(partOf[variable]);
      int layer = layerOf[variable];
      int[] children = part.children(layer, nodes[partOf[variable]]);
      BigInteger others = block.divide(part.count(layer, nodes[partOf[variable]]));
      int level = 0;
      while (true) {
        if (children[level] != Diagram.DEAD) {
          block = part.count(layer + 1, children[level]).multiply(others);
          if (rest.compareTo(block) < 0) {
            break;
          }
          rest = rest.subtract(block);
        }
        level++;
      }
      levels[variable] = level;
      nodes[partOf[variable]] = children[level];
    }
    return levels;
  }

  /// The number of a tuple, or -1 where it does not belong.
  BigInteger number(int[] levels) {
    if (total.signum() == 0) {
      return BigInteger.ONE.negate();
    }
    int[] nodes = new int[parts.size()];
    BigInteger block = total;
    BigInteger number = BigInteger.ZERO;
    for (int variable = 0; variable < levels.length; variable++) {
      Diagram part = parts.get(partOf[variable]);
      int layer = layerOf[variable];
      int[] children = part.children(layer, nodes[partOf[variable]]);
      if (children[levels[variable]] == Diagram.DEAD) {
        return BigInteger.ONE.negate();
      }
      BigInteger others = block.divide(part.count(layer, nodes[partOf[variable]]));
      for (int lower = 0; lower < levels[variable]; lower++) {
        if (children[lower] != Diagram.DEAD) {
          number = number.add(part.count(layer + 1, children[lower]).multiply(others));
        }
      }
      nodes[partOf[variable]] = children[levels[variable]];
      block = part.count(layer + 1, nodes[partOf[variable]]).multiply(others);
    }
    return number;
  }

  boolean contains(int[] levels) {
    return number(levels).signum() >= 0;
  }

  /// Turns a tuple into the next one.
  ///
  /// @return false where it was the last
  boolean advance(int[] levels) {
    int[][] path = path(levels);
    for (int variable = levels.length - 1; variable >= 0; variable--) {
      Diagram part = parts.get(partOf[variable]);
      int layer = layerOf[variable];
      int next =
          firstFrom(part.children(layer, path[partOf[variable]][layer]), levels[variable] + 1);
      if (next >= 0) {
        levels[variable] = next;
        restart(levels, path, variable);
        return true;
      }
    }
    return false;
  }

  /// Sets every variable after this one to its first level.
  private void restart(int[] levels, int[][] path, int changed) {
    for (int variable = changed; variable < levels.length; variable++) {
      int part = partOf[variable];
      int layer = layerOf[variable];
      int[] children = parts.get(part).children(layer, path[part][layer]);
      if (variable > changed) {
        levels[variable] = firstFrom(children, 0);
      }
      path[part][layer + 1] = children[levels[variable]];
    }
  }

  /// The node of each part and layer along a tuple.
  private int[][] path(int[] levels) {
    int[][] path = new int[parts.size()][];
    for (int part = 0; part < path.length; part++) {
      Diagram diagram = parts.get(part);
      path[part] = new int[diagram.depth() + 1];
      for (int layer = 0; layer < diagram.depth(); layer++) {
        path[part][layer + 1] =
            diagram.child(layer, path[part][layer], levels[diagram.variables()[layer]]);
      }
    }
    return path;
  }

  private static int firstFrom(int[] children, int from) {
    for (int level = from; level < children.length; level++) {
      if (children[level] != Diagram.DEAD) {
        return level;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return "Ranking of %s tuples in %d parts over %s"
        .formatted(total, parts.size(), Arrays.toString(partOf));
  }
}
