package dev.kneeline.llama;

import java.util.List;

/// What a completion continues: a text, or tokens which are taken as they are.
sealed interface Prompt {
  record Text(String text) implements Prompt {}

  /// Unlike a text these get no sequence start in front.
  record Tokens(List<Integer> ids) implements Prompt {
    public Tokens {
      ids = List.copyOf(ids);
    }
  }
}
