package dev.kneeline.llama;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/// The tokens of a generated model: words which are exactly one token each, common English ones and
/// then made-up ones until the vocabulary is full.
///
/// A SentencePiece tokenizer merges neighbours pairwise, so a word comes out as one token only if
/// each of its prefixes is a token too; therefore prefixes are added before the word. No other
/// token begins with the word mark, hence a word in a text is always found whole: with the sequence
/// start, `ban bel cor` is 4 tokens. A prompt of n words is n + 1 tokens, which lets a load
/// generator hit a length exactly.
///
/// Any other text can be written too: printable ASCII by single characters, the rest by bytes.
public final class Vocabulary {

  static final int UNKNOWN = 0;
  static final int SEQUENCE_START = 1;
  static final int SEQUENCE_END = 2;

  /// What SentencePiece writes for the space before a word.
  private static final String WORD_MARK = "\u2581";

  private static final int BYTES = 256;
  private static final List<String> ONSETS =
      List.of(
          "b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st",
          "tr", "pl", "br");
  private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u", "ai", "ea", "ou");
  private static final List<String> CODAS = List.of("", "n", "r", "l", "s", "t", "m", "nd", "ck");

  private final List<Token> tokens = new ArrayList<>();
  private final SequencedSet<String> words = new LinkedHashSet<>();
  private final int size;

  /// What a token is to the tokenizer, with the number that stands for it in the file.
  enum Kind {
    NORMAL(1),
    UNKNOWN(2),
    CONTROL(3),
    BYTE(6);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /// @param text as stored: a word has the word mark in front
  /// @param wordLike whether a model may write it: a word or the beginning of one
  record Token(String text, Kind kind, boolean wordLike) {}

  private Vocabulary(int size) {
    this.size = size;
  }

  /// The vocabulary of that many tokens; the same tokens in the same order whenever asked.
  ///
  /// @throws IllegalArgumentException where no room is left for words, or there are too few words
  public static Vocabulary ofSize(int size) {
    Vocabulary vocabulary = new Vocabulary(size);
    vocabulary.addSpecials();
    vocabulary.addCharacters();
    vocabulary.addWords();
    if (vocabulary.words.isEmpty() || vocabulary.tokens.size() != size) {
      throw new IllegalArgumentException("no vocabulary of %d tokens".formatted(size));
    }
    return vocabulary;
  }

  /// Words that are one token each when separated by single spaces: [CommonWords] first.
  public List<String> words() {
    return List.copyOf(words);
  }

  List<Token> tokens() {
    return Collections.unmodifiableList(tokens);
  }

  private void addSpecials() {
    tokens.add(new Token("<unk>", Kind.UNKNOWN, false));
    tokens.add(new Token("<s>", Kind.CONTROL, false));
    tokens.add(new Token("</s>", Kind.CONTROL, false));
    for (int value = 0; value < BYTES; value++) {
      tokens.add(new Token("<0x%02X>".formatted(value), Kind.BYTE, false));
    }
  }

  private void addCharacters() {
    tokens.add(new Token(WORD_MARK, Kind.NORMAL, false));
    for (char character = '!'; character <= '~'; character++) {
      tokens.add(new Token(String.valueOf(character), Kind.NORMAL, false));
    }
  }

  /// Of the made-up words short ones first, and of one length those with the plainest ending, so
  /// that the smallest vocabulary already has `ban`, `bel` and `cor`.
  private void addWords() {
    Set<String> known = new HashSet<>();
    CommonWords.LIST.forEach(word -> add(word, known));
    for (String opening : openings()) {
      for (String coda : CODAS) {
        for (String onset : ONSETS) {
          for (String vowel : VOWELS) {
            if (!add(opening + onset + vowel + coda, known)) {
              return;
            }
          }
        }
      }
    }
  }

  /// What may stand before the last syllable: nothing, or an open syllable.
  private static List<String> openings() {
    List<String> openings = new ArrayList<>();
    openings.add("");
    for (String onset : ONSETS) {
      for (String vowel : VOWELS) {
        openings.add(onset + vowel);
      }
    }
    return openings;
  }

  /// Adds a word behind its missing prefixes; false when the vocabulary was full before the word. A
  /// word that was added as the prefix of another becomes a word of its own.
  private boolean add(String word, Set<String> known) {
    for (int length = 1; length <= word.length(); length++) {
      String prefix = word.substring(0, length);
      if (known.contains(prefix)) {
        continue;
      }
      if (tokens.size() == size) {
        return false;
      }
      known.add(prefix);
      tokens.add(new Token(WORD_MARK + prefix, Kind.NORMAL, true));
    }
    words.add(word);
    return true;
  }
}
