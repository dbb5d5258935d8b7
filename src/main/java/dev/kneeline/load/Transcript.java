package dev.kneeline.load;

import dev.kneeline.space.Value;

/// What has been said in a session, which is the prompt of its next turn.
final class Transcript {

  /// How a history becomes one prompt.
  enum Kind {
    /// A chat's list of messages.
    MESSAGES,
    /// One text behind the other.
    TEXT,
    /// One token id behind the other.
    IDS
  }

  private final Kind kind;
  private final StringBuilder said = new StringBuilder();
  private int tokens;

  Transcript(Kind kind) {
    this.kind = kind;
  }

  void system(Conversations.Utterance words) {
    if (words.tokens() > 0) {
      add("system", words.text(), words.tokens());
    }
  }

  void user(Conversations.Utterance words) {
    add("user", words.text(), words.tokens());
  }

  void assistant(String text, int length) {
    add("assistant", text, length);
  }

  /// The whole of it as JSON, as requests hold it.
  Prompt prompt(int askedTokens) {
    String json =
        switch (kind) {
          case MESSAGES, IDS -> "[" + said + "]";
          case TEXT -> quoted(said.toString());
        };
    return new Prompt(json, tokens, askedTokens);
  }

  private void add(String role, String text, int length) {
    boolean first = said.isEmpty();
    switch (kind) {
      case MESSAGES ->
          said.append(first ? "" : ",")
              .append("{\"role\":\"%s\",\"content\":%s}".formatted(role, quoted(text)));
      case IDS -> said.append(first ? "" : ",").append(text);
      case TEXT -> said.append(needsBlank(text) ? " " : "").append(text);
    }
    tokens += length;
  }

  /// An answer mostly brings its own blank, which is part of its first token.
  private boolean needsBlank(String text) {
    return !said.isEmpty() && !text.isEmpty() && !Character.isWhitespace(text.charAt(0));
  }

  private static String quoted(String text) {
    return Value.of(text).json();
  }
}
