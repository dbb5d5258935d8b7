package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Writes synthetic prompts of a wanted length.
final class TokenText {

  private final PromptForm form;

  TokenText(PromptForm form) {
    this.form = form;
  }

  /// A prompt of several parts, each drawn from a stream of its own so that equal parts are equal
  /// text. Tokens that the server adds are taken from the last part, so that equal first parts stay
  /// equal.
  String json(List<Part> parts) {
    return switch (form) {
      case PromptForm.TokenIds(int vocabulary) -> "[" + ids(parts, vocabulary) + "]";
      case PromptForm.Words words -> Value.of(text(less(parts, words.added()), words)).json();
    };
  }

  /// A piece of a longer prompt, of which nothing is taken off: text, or ids with commas between.
  String plain(List<Part> parts) {
    return switch (form) {
      case PromptForm.TokenIds(int vocabulary) -> ids(parts, vocabulary);
      case PromptForm.Words words -> text(parts, words);
    };
  }

  /// So many tokens from that stream.
  record Part(SplittableRandom random, int tokens) {}

  private static String ids(List<Part> parts, int vocabulary) {
    StringBuilder ids = new StringBuilder();
    for (Part part : parts) {
      for (int i = 0; i < part.tokens(); i++) {
        ids.append(ids.isEmpty() ? "" : ",")
            .append(part.random().nextInt(PromptForm.TokenIds.FIRST_ID, vocabulary));
      }
    }
    return ids.toString();
  }

  private static List<Part> less(List<Part> parts, int added) {
    List<Part> shorter = new ArrayList<>(parts);
    Part last = shorter.removeLast();
    shorter.add(new Part(last.random(), Math.max(0, last.tokens() - added)));
    return shorter;
  }

  private static String text(List<Part> parts, PromptForm.Words form) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      for (int i = 0; i < part.tokens(); i++) {
        List<String> words = text.isEmpty() ? form.openers() : form.words();
        text.append(text.isEmpty() ? "" : " ")
            .append(words.get(part.random().nextInt(words.size())));
      }
    }
    return text.toString();
  }
}
