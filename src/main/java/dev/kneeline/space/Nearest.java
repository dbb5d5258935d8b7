package dev.kneeline.space;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known word that an unknown one was probably meant to be.
public final class Nearest {

  private Nearest() {}

  /// The nearest of some words, if at most a third of the letters would change: `enigne` is one
  /// swap of neighbours from `engine`, and one of six letters is less than a third.
  public static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> edits(word, candidate) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
  }

  /// Edits of single letters and swaps of neighbours (optimal string alignment), a row at a time;
  /// letter case and `-` against `_` cost nothing.
  static int edits(String one, String other) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      last[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] current = new int[other.length() + 1];
      current[0] = row;
      for (int column = 1; column <= other.length(); column++) {
        int change = same(one.charAt(row - 1), other.charAt(column - 1)) ? 0 : 1;
        int least =
            Math.min(last[column - 1] + change, Math.min(last[column], current[column - 1]) + 1);
        if (row > 1
            && column > 1
            && same(one.charAt(row - 1), other.charAt(column - 2))
            && same(one.charAt(row - 2), other.charAt(column - 1))) {
          least = Math.min(least, beforeLast[column - 2] + 1);
        }
        current[column] = least;
      }
      beforeLast = last;
      last = current;
    }
    return last[other.length()];
  }

  private static boolean same(char one, char other) {
    return fold(one) == fold(other);
  }

  private static char fold(char letter) {
    return letter == '_' ? '-' : Character.toLowerCase(letter);
  }
}
