package dev.kneeline.search;

import dev.kneeline.space.Draft;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Every parameter shows all its values equally often: as many points as a parameter has values
/// show each of them once.
///
/// Each dimension deals its levels from a shuffled deck that is dealt to the end before it is
/// shuffled again. Where rules forbid the level that is due, the allowed one that was dealt least
/// takes its place. Without rules the counts of two levels differ by at most one, as long as no
/// draw repeats an earlier point, which then is dropped.
public record LatinHypercube(long seed) implements Sampler {

  @Override
  public Stream<Point> points(SearchSpace space, long limit) {
    Draft draft = space.draft();
    if (draft.completions() == 0) {
      return space.extraPoints().stream().limit(limit);
    }
    SplittableRandom random = new SplittableRandom(seed);
    Deck[] decks = new Deck[draft.dimensions()];
    for (int dimension = 0; dimension < decks.length; dimension++) {
      decks[dimension] = new Deck(draft.allowed(dimension), random);
    }
    int[] order = new int[decks.length];
    return Drawn.points(space, limit, seed, () -> deal(draft, decks, order, random));
  }

  /// The order of dimensions changes from point to point, so that none is always the one that
  /// yields.
  private static int[] deal(Draft draft, Deck[] decks, int[] order, RandomGenerator random) {
    draft.reset();
    shuffle(order, random);
    int[] levels = new int[decks.length];
    for (int dimension : order) {
      levels[dimension] = decks[dimension].deal(draft.allowed(dimension));
      draft.decide(dimension, levels[dimension]);
    }
    return levels;
  }

  private static void shuffle(int[] order, RandomGenerator random) {
    for (int index = 0; index < order.length; index++) {
      int other = random.nextInt(index + 1);
      order[index] = order[other];
      order[other] = index;
    }
  }

  /// The levels of one dimension.
  private static final class Deck {
    private final int[] levels;
    private final long[] dealt;
    private final RandomGenerator random;
    private int next;

    Deck(BitSet allowed, RandomGenerator random) {
      this.levels = allowed.stream().toArray();
      this.dealt = new long[allowed.length()];
      this.random = random;
      this.next = levels.length;
    }

    int deal(BitSet allowed) {
      if (next == levels.length) {
        reshuffle();
      }
      int due = levels[next++];
      int level = allowed.get(due) ? due : leastDealt(allowed);
      dealt[level]++;
      return level;
    }

    private void reshuffle() {
      for (int index = levels.length - 1; index > 0; index--) {
        int other = random.nextInt(index + 1);
        int level = levels[index];
        levels[index] = levels[other];
        levels[other] = level;
      }
      next = 0;
    }

    private int leastDealt(BitSet allowed) {
      int least = allowed.nextSetBit(0);
      for (int level = least; level >= 0; level = allowed.nextSetBit(level + 1)) {
        least = dealt[level] < dealt[least] ? level : least;
      }
      return least;
    }
  }
}
