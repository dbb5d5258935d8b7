package dev.kneeline.load;

import java.util.List;

/// What a synthetic prompt is written in.
public sealed interface PromptForm {

  /// A list of token ids: lengths are exact and the server need not tokenize.
  ///
  /// @param vocabulary ids are drawn from [#FIRST_ID] to below this
  record TokenIds(int vocabulary) implements PromptForm {
    /// Special tokens and bytes are among the first ids of most vocabularies.
    static final int FIRST_ID = 300;
  }

  /// Text of words, each of which is one token of the model, or nearly always so.
  ///
  /// @param exact the engine gave the words as one token each
  record Words(List<String> words, boolean exact) implements PromptForm {
    public Words {
      words = List.copyOf(words);
    }
  }
}
