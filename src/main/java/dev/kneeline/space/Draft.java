package dev.kneeline.space;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A point in the making: some dimensions are decided, the others are open, and it is always known
/// which values can still be chosen so that a valid point comes of it.
///
/// Samplers work on drafts. Dimensions and their levels go by number: level 3 of dimension 0 is the
/// fourth value of the first parameter; the level that a parameter has where it does not exist
/// comes last. Rules that could not be counted through are not known here. A draft is mutable and
/// for one thread.
public final class Draft {

  /// So many outlooks are remembered for each independent part of the space.
  private static final int MOST_REMEMBERED = 4_096;

  private final Frame frame;
  private final List<Diagram> parts;
  private final boolean isEmpty;
  private final int[] partOf;
  private final int[] layerOf;
  private final int[] sizes;
  private final int[][] decided;
  private final @Nullable Outlook[] outlooks;
  private final Outlook[] untouched;
  private final List<Map<Layers.Key, Outlook>> remembered;

  Draft(Frame frame, Components components) {
    this.frame = frame;
    this.parts = components.parts();
    this.isEmpty = components.isEmpty();
    this.partOf = new int[frame.size()];
    this.layerOf = new int[frame.size()];
    this.sizes = frame.levels();
    for (int part = 0; part < parts.size(); part++) {
      for (int variable : parts.get(part).variables()) {
        partOf[variable] = part;
        layerOf[variable] = parts.get(part).layerOf(variable);
      }
    }
    this.decided = parts.stream().map(part -> new int[part.depth()]).toArray(int[][]::new);
    for (int[] part : decided) {
      Arrays.fill(part, -1);
    }
    this.untouched = new Outlook[parts.size()];
    for (int part = 0; part < untouched.length; part++) {
      untouched[part] = new Outlook(parts.get(part), decided[part]);
    }
    this.outlooks = untouched.clone();
    this.remembered = parts.stream().<Map<Layers.Key, Outlook>>map(_ -> new HashMap<>()).toList();
  }

  public int dimensions() {
    return sizes.length;
  }

  /// How many levels a dimension has, whether or not a valid point has them.
  public int levels(int dimension) {
    return sizes[dimension];
  }

  /// The level that a conditional parameter has where it does not exist.
  public OptionalInt closedLevel(int dimension) {
    int closed = frame.axes().get(dimension).closed();
    return closed == Axis.ALWAYS_OPEN ? OptionalInt.empty() : OptionalInt.of(closed);
  }

  /// Whether no rule ties the dimension to another one: its levels stay possible whatever is
  /// decided.
  public boolean isIndependent(int dimension) {
    return parts.get(partOf[dimension]).depth() == 1;
  }

  /// The dimensions that rules tie to this one, itself among them.
  public int[] tied(int dimension) {
    return parts.get(partOf[dimension]).variables().clone();
  }

  /// The levels that a dimension can take, given what is decided; it is not to be changed.
  public BitSet allowed(int dimension) {
    return isEmpty ? new BitSet() : outlook(partOf[dimension]).allowed(layerOf[dimension]);
  }

  /// Whether a valid point has this level and all that is decided.
  public boolean allows(int dimension, int level) {
    return allowed(dimension).get(level);
  }

  /// The level of a dimension, if it is decided.
  public OptionalInt decided(int dimension) {
    int level = decided[partOf[dimension]][layerOf[dimension]];
    return level < 0 ? OptionalInt.empty() : OptionalInt.of(level);
  }

  /// Decides a dimension.
  ///
  /// @throws IllegalArgumentException where no valid point would be left
  public void decide(int dimension, int level) {
    if (!allows(dimension, level)) {
      throw new IllegalArgumentException(
          "no valid point has level %d of '%s' besides what is decided"
              .formatted(level, frame.axes().get(dimension).name()));
    }
    change(dimension, level);
  }

  /// Takes a decision back.
  public void open(int dimension) {
    change(dimension, -1);
  }

  /// Takes all decisions back.
  public void reset() {
    for (int part = 0; part < decided.length; part++) {
      if (outlooks[part] != untouched[part]) {
        Arrays.fill(decided[part], -1);
        outlooks[part] = untouched[part];
      }
    }
  }

  /// How many valid points there are with what is decided, to about fifteen digits.
  public double completions() {
    double completions = 1;
    for (int part = 0; part < parts.size(); part++) {
      completions *= outlook(part).ways();
    }
    return completions;
  }

  /// Levels of one of the valid points with what is decided, each equally likely.
  ///
  /// @throws IllegalStateException where the space is empty
  public int[] draw(RandomGenerator random) {
    if (isEmpty) {
      throw new IllegalStateException("nothing can be drawn from an empty space");
    }
    int[] levels = new int[sizes.length];
    for (int part = 0; part < parts.size(); part++) {
      outlook(part).draw(random, levels);
    }
    return levels;
  }

  /// The point with these levels.
  public Point point(int[] levels) {
    return frame.point(levels);
  }

  private void change(int dimension, int level) {
    int part = partOf[dimension];
    if (decided[part][layerOf[dimension]] != level) {
      decided[part][layerOf[dimension]] = level;
      outlooks[part] = null;
    }
  }

  private Outlook outlook(int part) {
    Outlook known = outlooks[part];
    if (known != null) {
      return known;
    }
    Map<Layers.Key, Outlook> memory = remembered.get(part);
    if (memory.size() >= MOST_REMEMBERED) {
      memory.clear();
    }
    Outlook outlook =
        memory.computeIfAbsent(
            Outlook.key(decided[part]), _ -> new Outlook(parts.get(part), decided[part]));
    outlooks[part] = outlook;
    return outlook;
  }
}
