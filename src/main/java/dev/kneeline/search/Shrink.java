package dev.kneeline.search;

import dev.kneeline.space.Draft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Takes points away from a set that shows all pairs, as long as the others can be changed to show
/// what is lost.
///
/// A tabu search: of the missing pairs any one is picked, and that point takes it up which loses
/// least by it; what was changed is not changed again for a while. The work is bounded in steps,
/// not in time, so that equal seeds give equal points. It packs 4^15 3^17 2^29 into 29 points where
/// greedy building needs 40.
final class Shrink {

  /// A draft's decision costs about as much as looking at so many pairs.
  private static final int DECISION = 40;

  private static final int SHORTEST_TABU = 2;
  private static final int TABU_SPREAD = 10;

  private final Draft draft;
  private final Levels levels;
  private final SplittableRandom random;
  private final int fixed;
  private final List<int[]> rows;

  /// How many points show each pair of values.
  private final int[][] shows;

  private final PairSet missing;
  private int[][] tabuUntil = {};
  private long budget;

  /// @param rows points by the numbers of their levels, which together show all pairs
  /// @param fixed so many of them, from the first on, stay as they are
  Shrink(Draft draft, Levels levels, List<int[]> rows, int fixed, SplittableRandom random) {
    this.draft = draft;
    this.levels = levels;
    this.random = random;
    this.fixed = fixed;
    this.rows = copy(rows);
    this.shows = new int[levels.count()][levels.count()];
    this.missing = new PairSet(levels.count());
    boolean[] all = new boolean[levels.dimensions()];
    Arrays.fill(all, true);
    rows.forEach(row -> count(row, all, 1));
  }

  /// The smallest set found.
  ///
  /// @param bound no set is smaller
  /// @param steps how much work may be done
  List<int[]> run(long bound, long steps) {
    budget = steps;
    List<int[]> best = copy(rows);
    while (rows.size() > Math.max(bound, fixed + 1L) && removeOne()) {
      best = copy(rows);
    }
    return best;
  }

  private static List<int[]> copy(List<int[]> rows) {
    return new ArrayList<>(rows.stream().map(int[]::clone).toList());
  }

  /// Takes the point away that shows least alone, and repairs the others.
  private boolean removeOne() {
    int least = fixed;
    for (int index = fixed; index < rows.size(); index++) {
      least = shownAlone(rows.get(index)) < shownAlone(rows.get(least)) ? index : least;
    }
    boolean[] all = new boolean[levels.dimensions()];
    Arrays.fill(all, true);
    count(rows.remove(least), all, -1);
    tabuUntil = new int[rows.size()][levels.dimensions()];
    for (int step = 1; missing.size() > 0 && budget > 0; step++) {
      repair(missing.any(random), step);
    }
    return missing.size() == 0;
  }

  private int shownAlone(int[] row) {
    int alone = 0;
    for (int one = 0; one < row.length; one++) {
      for (int other = 0; other < one; other++) {
        alone += shows[row[one]][row[other]] == 1 ? 1 : 0;
      }
    }
    return alone;
  }

  /// Puts a missing pair where it costs least.
  private void repair(PairSet.Pair pair, int step) {
    int[] best = {};
    int bestIndex = -1;
    int bestLoss = Integer.MAX_VALUE;
    int ties = 0;
    for (int index = fixed; index < rows.size(); index++) {
      if (isTabu(index, pair.one(), step) || isTabu(index, pair.other(), step)) {
        continue;
      }
      int[] candidate = with(rows.get(index), pair);
      int loss = loss(rows.get(index), candidate);
      if (loss < bestLoss || (loss == bestLoss && random.nextInt(++ties) == 0)) {
        ties = loss < bestLoss ? 1 : ties;
        best = candidate;
        bestIndex = index;
        bestLoss = loss;
      }
    }
    budget--;
    if (bestIndex >= 0) {
      change(bestIndex, best, step);
    }
  }

  private boolean isTabu(int index, int number, int step) {
    int dimension = levels.dimensionOf(number);
    return rows.get(index)[dimension] != number && tabuUntil[index][dimension] > step;
  }

  /// The point with both values, changed further only as far as rules demand it.
  private int[] with(int[] row, PairSet.Pair pair) {
    budget -= DECISION;
    int[] candidate = row.clone();
    int one = levels.dimensionOf(pair.one());
    int other = levels.dimensionOf(pair.other());
    candidate[one] = pair.one();
    candidate[other] = pair.other();
    boolean free = draft.isIndependent(one) && draft.isIndependent(other);
    if (!free) {
      draft.reset();
      decide(one, candidate);
      decide(other, candidate);
      settle(one, candidate);
      settle(other, candidate);
    }
    return candidate;
  }

  private void decide(int dimension, int[] candidate) {
    draft.decide(dimension, levels.level(candidate[dimension]));
  }

  /// Keeps what the dimensions tied to this one have, where that is still possible.
  private void settle(int dimension, int[] candidate) {
    int[] tied = draft.isIndependent(dimension) ? new int[0] : draft.tied(dimension);
    budget -= (long) DECISION * tied.length;
    for (int each : tied) {
      if (!draft.allows(each, levels.level(candidate[each]))) {
        candidate[each] = levels.number(each, Balanced.any(draft.allowed(each), random));
      }
      decide(each, candidate);
    }
  }

  /// How many pairs more would be missing.
  private int loss(int[] row, int[] candidate) {
    int loss = 0;
    for (int dimension = 0; dimension < row.length; dimension++) {
      if (row[dimension] != candidate[dimension]) {
        budget -= row.length;
        int[] old = shows[row[dimension]];
        int[] now = shows[candidate[dimension]];
        for (int other = 0; other < row.length; other++) {
          boolean seen = other < dimension && row[other] != candidate[other];
          if (other != dimension && !seen) {
            loss += old[row[other]] == 1 ? 1 : 0;
            loss -= now[candidate[other]] == 0 ? 1 : 0;
          }
        }
      }
    }
    return loss;
  }

  private void change(int index, int[] candidate, int step) {
    int[] row = rows.get(index);
    boolean[] changed = new boolean[row.length];
    for (int dimension = 0; dimension < row.length; dimension++) {
      if (row[dimension] != candidate[dimension]) {
        changed[dimension] = true;
        tabuUntil[index][dimension] = step + SHORTEST_TABU + random.nextInt(TABU_SPREAD);
      }
    }
    count(row, changed, -1);
    count(candidate, changed, 1);
    rows.set(index, candidate);
  }

  /// Counts the pairs of a point in which a changed dimension takes part, each once.
  private void count(int[] row, boolean[] changed, int by) {
    for (int dimension = 0; dimension < row.length; dimension++) {
      for (int other = 0; changed[dimension] && other < row.length; other++) {
        boolean seen = other < dimension && changed[other];
        if (other != dimension && !seen) {
          count(row[dimension], row[other], by);
        }
      }
    }
  }

  private void count(int one, int other, int by) {
    shows[one][other] += by;
    shows[other][one] += by;
    if (shows[one][other] == 0) {
      missing.add(one, other);
    } else if (shows[one][other] == by) {
      missing.remove(one, other);
    }
  }
}
