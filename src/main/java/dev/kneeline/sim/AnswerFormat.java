package dev.kneeline.sim;

import dev.kneeline.wire.serve.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// How one protocol writes tokens down. One object writes the answer to one request, which is one
/// choice, or several where a request has several prompts or asks for several answers.
sealed interface AnswerFormat permits OpenAiFormat, SglangFormat {

  /// The line that ends every stream.
  byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  /// One of the answer's choices.
  ///
  /// @param index its number within the answer
  /// @param number its number within this server, from which its words follow
  Choice choice(int index, long number);

  /// Adds the event with the counts after the last token; nothing where the protocol has none.
  ///
  /// @param produced tokens of all choices
  void closing(ByteBuilder out, int produced);

  /// The answer in one piece.
  ///
  /// @param choices each as [Choice#whole] wrote it
  /// @param produced tokens of all of them
  String whole(List<String> choices, int produced);

  /// Writes one choice, in events or in one piece.
  interface Choice {

    /// Tells how many tokens of the prompt were in the cache; before the first event.
    void found(int cachedTokens);

    /// Adds an event that comes before the first token; nothing where the protocol has none.
    void opening(ByteBuilder out);

    /// Adds the event for tokens `from` to `to` of the choice.
    ///
    /// @param finish the finish reason's name with the last token, else empty
    void event(ByteBuilder out, int from, int to, String finish);

    /// The choice in one piece.
    String whole(int produced, String finish);
  }
}
