package dev.kneeline.load;

import java.util.List;

/// What a synthetic prompt is written in.
public sealed interface PromptForm {

  /// How sure its lengths are.
  LengthsBy lengths();

  /// A list of token ids: lengths are exact and the server need not tokenize.
  ///
  /// @param vocabulary ids are drawn from [#FIRST_ID] to below this
  record TokenIds(int vocabulary) implements PromptForm {
    /// Special tokens and bytes are among the first ids of most vocabularies.
    static final int FIRST_ID = 300;

    @Override
    public LengthsBy lengths() {
      return LengthsBy.TOKEN_IDS;
    }
  }

  /// Text of words, each of which is one token of the model, or nearly always so.
  ///
  /// @param words one token each behind a blank
  /// @param openers one token each at the start of a text
  /// @param added tokens that the server adds to every text, such as an opening one
  record Words(List<String> words, List<String> openers, int added, LengthsBy lengths)
      implements PromptForm {
    public Words {
      words = List.copyOf(words);
      openers = List.copyOf(openers);
    }

    /// Words that can stand anywhere, of a server that adds nothing.
    static Words of(List<String> words, LengthsBy lengths) {
      return new Words(words, words, 0, lengths);
    }
  }
}
