package dev.kneeline.sim;

import dev.kneeline.wire.serve.ByteBuilder;
import java.nio.charset.StandardCharsets;

/// How one protocol writes tokens down. One object writes one answer.
sealed interface AnswerFormat permits OpenAiFormat, SglangFormat {

  /// The line that ends every stream.
  byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

  /// Adds an event that comes before the first token; nothing where the protocol has none.
  void opening(ByteBuilder out);

  /// Adds the event for tokens `from` to `to` of the answer.
  ///
  /// @param finish the finish reason's name with the last token, else empty
  void event(ByteBuilder out, int from, int to, String finish);

  /// Adds the event with the counts after the last token; nothing where the protocol has none.
  void closing(ByteBuilder out, int produced);

  /// The answer in one piece.
  String whole(int produced, String finish);
}
