package dev.kneeline.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the best way to know prompt lengths: a local tokenizer, else the server's, else common
/// words as they are.
final class PromptLengths {

  private PromptLengths() {}

  /// The options with prompts in words of one token each, as far as anybody could tell; with a note
  /// where nobody could. Token ids and words that an engine named stay as they are.
  static LoadOptions settle(LoadOptions options) {
    WorkloadSpec workload = options.workload();
    if (!open(workload)) {
      return options;
    }
    List<String> notes = new ArrayList<>();
    Optional<Path> file = workload.counting().tokenizer();
    Optional<PromptForm.Words> words =
        (file.isPresent() ? local(file.get(), notes) : Optional.<PromptForm.Words>empty())
            .or(() -> server(options.target(), notes));
    return words
        .map(found -> options.withWorkload(workload.withForm(found)))
        .orElseGet(() -> options.withNotes(notes));
  }

  /// Whether somebody is to be asked which words to take.
  static boolean open(WorkloadSpec workload) {
    return workload.form().lengths() == LengthsBy.APPROXIMATE
        && workload.dataset().isSynthetic()
        && workload.counting().wanted();
  }

  private static Optional<PromptForm.Words> local(Path file, List<String> notes) {
    try (LocalTokenizer tokenizer = LocalTokenizer.open(file)) {
      return found(WordChoice.find(tokenizer, LengthsBy.TOKENIZER), file.toString(), notes);
    } catch (IOException failure) {
      notes.add("the tokenizer cannot be used: " + failure.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<PromptForm.Words> server(Target target, List<String> notes) {
    try {
      return found(
          WordChoice.find(new ServerTokenizer(target), LengthsBy.SERVER),
          "the server's /tokenize",
          notes);
    } catch (IOException failure) {
      notes.add(
          "prompt lengths are approximate, since %s: give --tokenizer, or --prompt-token-ids"
              .formatted(failure.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<PromptForm.Words> found(
      Optional<PromptForm.Words> words, String who, List<String> notes) {
    if (words.isEmpty()) {
      notes.add(
          "prompt lengths are approximate: %s knows few common words as one token".formatted(who));
    }
    return words;
  }
}
