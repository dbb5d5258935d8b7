package dev.kneeline.space;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known word that an unknown one was probably meant to be.
public final class Nearest {

  /// Longer words are no misspelt names.
  private static final int LONGEST = 64;

  private Nearest() {}

  /// The nearest of some words, if at most a third of the longer one's letters would change:
  /// `enigne` is one swap of neighbours from `engine`, and `concurrency` lacks four of the fifteen
  /// letters of `max-concurrency`. Of equally near words it is the first by the alphabet.
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(candidate -> edits(word, candidate) <= allowed(word, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> edits(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// `did you mean 'engine'?`, or what to say where nothing is near.
  public static String hint(String word, Collection<String> known, String otherwise) {
    return to(word, known).map("did you mean '%s'?"::formatted).orElse(otherwise);
  }

  private static int allowed(String word, String candidate) {
    return Math.max(1, Math.max(word.length(), candidate.length()) / 3);
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
