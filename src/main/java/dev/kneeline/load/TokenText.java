package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.util.List;
import java.util.SplittableRandom;

/// Writes synthetic prompts of a wanted length.
final class TokenText {

  private final PromptForm form;

  TokenText(PromptForm form) {
    this.form = form;
  }

  /// A prompt of several parts, each drawn from a stream of its own so that equal parts are equal
  /// text.
  String json(List<Part> parts) {
    return switch (form) {
      case PromptForm.TokenIds(int vocabulary) -> ids(parts, vocabulary);
      case PromptForm.Words(List<String> words, boolean _) -> text(parts, words);
    };
  }

  /// So many tokens from that stream.
  record Part(SplittableRandom random, int tokens) {}

  private static String ids(List<Part> parts, int vocabulary) {
    StringBuilder json = new StringBuilder("[");
    for (Part part : parts) {
      for (int i = 0; i < part.tokens(); i++) {
        json.append(json.length() == 1 ? "" : ",")
            .append(part.random().nextInt(PromptForm.TokenIds.FIRST_ID, vocabulary));
      }
    }
    return json.append(']').toString();
  }

  private static String text(List<Part> parts, List<String> words) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      for (int i = 0; i < part.tokens(); i++) {
        text.append(text.isEmpty() ? "" : " ")
            .append(words.get(part.random().nextInt(words.size())));
      }
    }
    return Value.of(text.toString()).json();
  }
}
