package dev.kneeline.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A diagram under construction, from the last layer up: equal nodes are made once, nodes without a
/// way on not at all.
final class Layers {

  private final List<List<int[]>> nodes = new ArrayList<>();
  private final List<Map<Key, Integer>> known = new ArrayList<>();

  /// Numbers that compare by their values; they are not to be changed any more.
  static final class Key {
    private final int[] numbers;

    Key(int[] numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(numbers, key.numbers);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(numbers);
    }
  }

  Layers(int depth) {
    for (int layer = 0; layer < depth; layer++) {
      nodes.add(new ArrayList<>());
      known.add(new HashMap<>());
    }
  }

  /// The node with these children.
  int node(int layer, int[] children) {
    if (isDead(children)) {
      return Diagram.DEAD;
    }
    List<int[]> siblings = nodes.get(layer);
    Integer twin = known.get(layer).putIfAbsent(new Key(children), siblings.size());
    if (twin != null) {
      return twin;
    }
    siblings.add(children);
    return siblings.size() - 1;
  }

  private static boolean isDead(int[] children) {
    for (int child : children) {
      if (child != Diagram.DEAD) {
        return false;
      }
    }
    return true;
  }

  int[][][] finish() {
    return nodes.stream().map(layer -> layer.toArray(int[][]::new)).toArray(int[][][]::new);
  }
}
