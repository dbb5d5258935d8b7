package dev.kneeline.load;

import java.util.Locale;

/// How the lengths of prompts are known before the server tells them.
public enum LengthsBy {
  /// Counted with a local `tokenizer.json`.
  TOKENIZER,
  /// Counted by the server's `/tokenize`.
  SERVER,
  /// The engine named its words of one token each.
  WORDS,
  /// Token ids are sent.
  TOKEN_IDS,
  /// Common words are taken for one token each, a file's texts for one token in four characters.
  APPROXIMATE;

  /// As results spell it: `token-ids`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
