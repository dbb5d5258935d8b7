package dev.kneeline.load;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that a misspelled one probably means.
final class Nearest {

  private Nearest() {}

  /// The nearest name by edits, if at most a third of the letters would change.
  static Optional<String> of(String word, Collection<String> names) {
    return names.stream()
        .filter(name -> edits(word, name) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparingInt(name -> edits(word, name)));
  }

  /// Levenshtein's distance, row by row.
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    java.util.Arrays.setAll(above, column -> column);
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], above[j]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
