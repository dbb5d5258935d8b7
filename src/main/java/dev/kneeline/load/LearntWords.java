package dev.kneeline.load;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The words that were found to be one token each, kept for as long as a server lives: finding them
/// takes some forty questions, which the next load on the same server need not ask again.
public final class LearntWords {

  private final Map<Key, PromptForm.Words> learnt = new ConcurrentHashMap<>();

  /// Who was asked, and how.
  private record Key(
      URI base, Optional<String> model, Map<String, String> headers, Counting counting) {
    static Key of(LoadOptions options) {
      Target target = options.target();
      return new Key(
          target.base(), target.model(), target.headers(), options.workload().counting());
    }
  }

  /// The options with the words that an earlier load found for them; unchanged where none did, or
  /// where they do not ask for any.
  public LoadOptions recall(LoadOptions options) {
    PromptForm.Words words = learnt.get(Key.of(options));
    return words != null && PromptLengths.open(options.workload())
        ? options.withWorkload(options.workload().withForm(words))
        : options;
  }

  /// Keeps what a load found.
  ///
  /// @param asked the options that it was given
  /// @param settled those that it was carried out with
  public void learn(LoadOptions asked, LoadOptions settled) {
    if (PromptLengths.open(asked.workload())
        && settled.workload().form() instanceof PromptForm.Words words
        && words.lengths() != LengthsBy.APPROXIMATE) {
      learnt.put(Key.of(asked), words);
    }
  }
}
