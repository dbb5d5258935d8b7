package dev.kneeline.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The simulator's tokenizer: one word is one token, so a client hits exact lengths.
///
/// Token numbers 0 to 9,999 are words of two syllables, up to 999,999 of three: 0 is `baba`, 101 is
/// `bebe`, 10,000 is `bebaba`. Any other word is one token too, with a number made from its
/// letters, which does not lead back to the word.
final class Words {

  private static final String CONSONANTS = "bdfghjklmnprstvwxyzc";
  private static final String VOWELS = "aeiou";
  private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();
  private static final int SHORT_WORDS = SYLLABLES * SYLLABLES;
  private static final int WORDS = SHORT_WORDS * SYLLABLES;
  private static final byte[][] PIECES = new byte[SHORT_WORDS][];

  static {
    Arrays.setAll(PIECES, id -> (" " + word(id)).getBytes(StandardCharsets.US_ASCII));
  }

  private Words() {}

  /// The `index`-th token that the server generates for a request, with its leading blank.
  static byte[] piece(long request, int index) {
    return PIECES[id(request, index)];
  }

  /// The number of that token.
  static int id(long request, int index) {
    return (int) Math.floorMod(request * 7919 + index, (long) SHORT_WORDS);
  }

  static String word(int id) {
    int number = Math.floorMod(id, WORDS);
    String end = syllable(number / SYLLABLES % SYLLABLES) + syllable(number % SYLLABLES);
    return number < SHORT_WORDS ? end : syllable(number / SHORT_WORDS) + end;
  }

  static TokenList tokens(String text) {
    return text.isBlank()
        ? new TokenList()
        : new TokenList(Arrays.stream(text.strip().split("\\s+")).mapToInt(Words::token).toArray());
  }

  private static String syllable(int number) {
    return ""
        + CONSONANTS.charAt(number / VOWELS.length())
        + VOWELS.charAt(number % VOWELS.length());
  }

  private static int token(String word) {
    int number = 0;
    for (int at = 0; at + 1 < word.length(); at += 2) {
      int consonant = CONSONANTS.indexOf(word.charAt(at));
      int vowel = VOWELS.indexOf(word.charAt(at + 1));
      if (consonant < 0 || vowel < 0) {
        return Math.floorMod(word.hashCode(), SHORT_WORDS);
      }
      number = (number * SYLLABLES + consonant * VOWELS.length() + vowel) % WORDS;
    }
    return word.length() == 4 || (word.length() == 6 && number >= SHORT_WORDS)
        ? number
        : Math.floorMod(word.hashCode(), SHORT_WORDS);
  }
}
