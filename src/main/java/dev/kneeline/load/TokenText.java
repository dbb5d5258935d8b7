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
      case PromptForm.Words words -> Value.of(text(parts, words)).json();
    };
  }

  /// The prompt as plain text; of a form that is text.
  String text(List<Part> parts) {
    return switch (form) {
      case PromptForm.TokenIds _ -> throw new IllegalStateException("token ids are no text");
      case PromptForm.Words words -> text(parts, words);
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

  /// Tokens that the server adds are taken from the last part, so that equal first parts stay
  /// equal.
  private static String text(List<Part> parts, PromptForm.Words form) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      int left = part == parts.getLast() ? part.tokens() - form.added() : part.tokens();
      for (; left > 0; left--) {
        List<String> words = text.isEmpty() ? form.openers() : form.words();
        text.append(text.isEmpty() ? "" : " ")
            .append(words.get(part.random().nextInt(words.size())));
      }
    }
    return text.toString();
  }
}
