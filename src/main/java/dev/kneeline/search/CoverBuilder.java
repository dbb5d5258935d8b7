package dev.kneeline.search;

import dev.kneeline.space.Draft;
import dev.kneeline.space.Point;
import dev.kneeline.space.SearchSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Builds covering points greedily, in the manner of AETG (Cohen, Dalal, Fredman, Patton 1997):
/// some candidates for each next point, each of which starts from what is missing most and takes,
/// dimension after dimension in random order, the level that shows most of what is missing; the
/// best one stays. Pairs are then packed tighter by [Shrink].
///
/// Rules are obeyed by making candidates as drafts. Each of them starts with a missing combination,
/// so that every point shows something new and the building ends.
final class CoverBuilder {

  private static final int CANDIDATES = 12;
  private static final int PASSES = 4;

  /// Beyond so many values the account of pairs or triples takes more than some 64 MB.
  private static final int[] MOST_VALUES = {0, 0, 4_000, 800};

  /// Steps that the packing may take: less than a second, and less where there is little to pack.
  private static final long PACKING = 150_000_000;

  private static final long PACKING_PER_VALUE = 100_000;

  private final Draft draft;
  private final Levels levels;
  private final SplittableRandom random;
  private final Missing missing;
  private final int[] order;

  private CoverBuilder(Draft draft, Levels levels, Missing missing, SplittableRandom random) {
    this.draft = draft;
    this.levels = levels;
    this.missing = missing;
    this.random = random;
    this.order = new int[levels.dimensions()];
    Arrays.setAll(order, dimension -> dimension);
  }

  static Coverage build(SearchSpace space, int strength, long seed) {
    Draft draft = space.draft();
    if (draft.dimensions() < strength || draft.completions() == 0) {
      return Coverage.whole(space);
    }
    Levels levels = new Levels(draft);
    if (levels.count() > MOST_VALUES[strength]) {
      throw new IllegalArgumentException(
          "cover with t=%d takes up to %,d values in all, not %,d"
              .formatted(strength, MOST_VALUES[strength], levels.count()));
    }
    SplittableRandom random = new SplittableRandom(seed);
    Missing missing = strength == 2 ? new MissingPairs(levels) : new MissingTriples(levels);
    Tally tally = Tally.fill(draft, levels, strength, missing);
    CoverBuilder builder = new CoverBuilder(draft, levels, missing, random);
    List<int[]> rows = builder.rows(Defaults.levels(space));
    if (strength == 2) {
      int fixed = Defaults.levels(space).isPresent() ? 1 : 0;
      long steps = Math.min(PACKING, PACKING_PER_VALUE * rows.size() * levels.dimensions());
      rows = new Shrink(draft, levels, rows, fixed, random).run(tally.bound(), steps);
    }
    List<Point> points = rows.stream().map(builder::levelsOf).map(draft::point).toList();
    return new Coverage(points, tally.tuples(), tally.tuples() - tally.possible(), tally.bound());
  }

  /// Points by the numbers of their levels.
  private List<int[]> rows(Optional<int[]> first) {
    List<int[]> rows = new ArrayList<>();
    first.map(this::numbersOf).ifPresent(row -> rows.add(take(row)));
    while (missing.count() > 0) {
      rows.add(take(best()));
    }
    return rows;
  }

  private int[] numbersOf(int[] point) {
    int[] numbers = new int[point.length];
    Arrays.setAll(numbers, dimension -> levels.number(dimension, point[dimension]));
    return numbers;
  }

  private int[] levelsOf(int[] numbers) {
    return Arrays.stream(numbers).map(levels::level).toArray();
  }

  private int[] take(int[] row) {
    missing.cover(row, Missing.bits(row, levels.words()));
    return row;
  }

  private int[] best() {
    int[] best = {};
    int most = -1;
    for (int candidate = 0; candidate < CANDIDATES; candidate++) {
      int[] row = candidate(candidate % 2 == 0 ? neediest() : anyNeedy());
      int gain = gain(row);
      if (gain > most) {
        best = row;
        most = gain;
      }
    }
    return best;
  }

  private int gain(int[] row) {
    long[] chosen = new long[levels.words()];
    int gain = 0;
    for (int number : row) {
      gain += missing.gain(number, chosen);
      chosen[number / Long.SIZE] |= 1L << number;
    }
    return gain;
  }

  /// The value that most is missing of; among equal ones any.
  private int neediest() {
    int best = 0;
    int ties = 0;
    for (int number = 0; number < levels.count(); number++) {
      long more = missing.with(number) - missing.with(best);
      if (more > 0) {
        best = number;
        ties = 1;
      } else if (more == 0 && random.nextInt(++ties) == 0) {
        best = number;
      }
    }
    return best;
  }

  private int anyNeedy() {
    int number = random.nextInt(levels.count());
    while (missing.with(number) == 0) {
      number = (number + 1) % levels.count();
    }
    return number;
  }

  /// A valid point that shows something missing with the given value.
  private int[] candidate(int start) {
    draft.reset();
    int[] row = new int[levels.dimensions()];
    Arrays.fill(row, -1);
    long[] chosen = new long[levels.words()];
    for (int number : missing.tuple(start, random.nextLong() >>> 1)) {
      choose(row, chosen, number);
    }
    shuffle();
    for (int dimension : order) {
      if (row[dimension] < 0) {
        choose(row, chosen, bestLevel(dimension, chosen));
      }
    }
    improve(row, chosen);
    return row;
  }

  /// Chooses every level anew as long as that shows more.
  private void improve(int[] row, long[] chosen) {
    boolean better = true;
    for (int pass = 0; better && pass < PASSES; pass++) {
      better = false;
      for (int dimension : order) {
        int old = row[dimension];
        chosen[old / Long.SIZE] &= ~(1L << old);
        if (!draft.isIndependent(dimension)) {
          draft.open(dimension);
        }
        int now = bestLevel(dimension, chosen);
        better |= missing.gain(now, chosen) > missing.gain(old, chosen);
        choose(row, chosen, now);
      }
    }
  }

  private void choose(int[] row, long[] chosen, int number) {
    int dimension = levels.dimensionOf(number);
    row[dimension] = number;
    chosen[number / Long.SIZE] |= 1L << number;
    if (!draft.isIndependent(dimension)) {
      draft.decide(dimension, levels.level(number));
    }
  }

  /// The allowed level that shows most together with what is chosen; among equal ones any.
  private int bestLevel(int dimension, long[] chosen) {
    int best = -1;
    int most = -1;
    int ties = 0;
    BitSet allowed = draft.allowed(dimension);
    for (int level = allowed.nextSetBit(0); level >= 0; level = allowed.nextSetBit(level + 1)) {
      int number = levels.number(dimension, level);
      int gain = missing.gain(number, chosen);
      if (gain > most) {
        best = number;
        most = gain;
        ties = 1;
      } else if (gain == most && random.nextInt(++ties) == 0) {
        best = number;
      }
    }
    return best;
  }

  private void shuffle() {
    for (int index = order.length - 1; index > 0; index--) {
      int other = random.nextInt(index + 1);
      int dimension = order[index];
      order[index] = order[other];
      order[other] = dimension;
    }
  }
}
