package dev.kneeline.load;

import dev.kneeline.llama.CommonWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Finds words that are one token each for a model, so that texts of them have any wanted length.
///
/// A list of n words behind an opener that comes out as n more tokens is taken to hold words of one
/// token each; one that does not is halved and tried again, so that a few odd words cost a few
/// questions each and a good list costs one. Texts drawn from what is left are counted at the end:
/// a tokenizer that merges across words would show there.
final class WordChoice {

  private static final int MOST_OPENERS = 32;
  private static final int FEWEST_WORDS = 50;
  private static final int PROBES = 3;
  private static final int PROBE_WORDS = 400;

  private final TokenCounter counter;
  private final List<String> good = new ArrayList<>();
  private int added;
  private String opener = "";

  private WordChoice(TokenCounter counter) {
    this.counter = counter;
  }

  /// Words of one token each, and what the server adds to a text.
  ///
  /// @return empty where the tokenizer knows too few of the common words as one token
  static Optional<PromptForm.Words> find(TokenCounter counter, LengthsBy by) throws IOException {
    return new WordChoice(counter).find(by);
  }

  private Optional<PromptForm.Words> find(LengthsBy by) throws IOException {
    added = counter.count("");
    List<String> openers = openers();
    if (openers.isEmpty()) {
      return Optional.empty();
    }
    opener = openers.getFirst();
    keepGood(CommonWords.LIST);
    PromptForm.Words words = new PromptForm.Words(good, openers, added, by);
    return good.size() >= FEWEST_WORDS && holds(words) ? Optional.of(words) : Optional.empty();
  }

  /// Words spread over the list, since neighbours in the alphabet begin alike.
  private List<String> openers() throws IOException {
    List<String> openers = new ArrayList<>();
    int step = CommonWords.LIST.size() / MOST_OPENERS;
    for (int i = 0; i < MOST_OPENERS; i++) {
      String word = CommonWords.LIST.get(i * step);
      if (counter.count(word) == added + 1) {
        openers.add(word);
      }
    }
    return openers;
  }

  private void keepGood(List<String> words) throws IOException {
    if (counter.count(opener + " " + String.join(" ", words)) == added + 1 + words.size()) {
      good.addAll(words);
    } else if (words.size() > 1) {
      keepGood(words.subList(0, words.size() / 2));
      keepGood(words.subList(words.size() / 2, words.size()));
    }
  }

  private boolean holds(PromptForm.Words words) throws IOException {
    for (int i = 0; i < PROBES; i++) {
      String text = new TokenText(words).plain(List.of(part(i)));
      if (counter.count(text) != added + PROBE_WORDS) {
        return false;
      }
    }
    return true;
  }

  private static TokenText.Part part(int probe) {
    return new TokenText.Part(new SplittableRandom(probe), PROBE_WORDS);
  }
}
