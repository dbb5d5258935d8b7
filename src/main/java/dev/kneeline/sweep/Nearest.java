package dev.kneeline.sweep;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known word that a misspelt one most likely means.
final class Nearest {

  /// Longer words are no misspelt keys.
  private static final int LONGEST = 64;

  private Nearest() {}

  /// The nearest word within a third of its letters; nothing if all are farther.
  static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(
            each -> distance(word, each) <= Math.max(1, Math.max(word.length(), each.length()) / 3))
        .min(
            Comparator.comparingInt((String each) -> distance(word, each))
                .thenComparing(each -> each));
  }

  /// `did you mean 'engine'?`, or what to say where nothing is near.
  static String hint(String word, Collection<String> known, String otherwise) {
    return to(word, known).map("did you mean '%s'?"::formatted).orElse(otherwise);
  }

  /// Insertions, deletions, changes and swaps of neighbours that lead from one word to the other.
  private static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int row = 0; row <= from.length(); row++) {
      for (int column = 0; column <= to.length(); column++) {
        steps[row][column] = step(steps, from, to, row, column);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int step(int[][] steps, String from, String to, int row, int column) {
    if (row == 0 || column == 0) {
      return row + column;
    }
    int change = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
    int best =
        Math.min(
            steps[row - 1][column - 1] + change,
            Math.min(steps[row - 1][column], steps[row][column - 1]) + 1);
    boolean swapped =
        row > 1
            && column > 1
            && from.charAt(row - 1) == to.charAt(column - 2)
            && from.charAt(row - 2) == to.charAt(column - 1);
    return swapped ? Math.min(best, steps[row - 2][column - 2] + 1) : best;
  }
}
