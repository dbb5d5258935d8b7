package dev.kneeline.sim;

import dev.kneeline.wire.serve.ByteBuilder;
import java.nio.charset.StandardCharsets;

/// SGLang's `/generate`: each event repeats the whole text so far.
final class SglangFormat implements AnswerFormat {

  private final GenerationRequest request;
  private final String id;
  private final long number;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder ids = new StringBuilder();

  SglangFormat(GenerationRequest request, String id, long number) {
    this.request = request;
    this.id = id;
    this.number = number;
  }

  @Override
  public void opening(ByteBuilder out) {
    // The protocol begins with the first token.
  }

  @Override
  public void event(ByteBuilder out, int from, int to, String finish) {
    extend(from, to);
    out.add("data: ").add(state(to, finish)).add("\n\n");
  }

  @Override
  public void closing(ByteBuilder out, int produced) {
    // The counts are in every event.
  }

  @Override
  public String whole(int produced, String finish) {
    extend(0, produced);
    return state(produced, finish);
  }

  private void extend(int from, int to) {
    for (int token = from; token < to; token++) {
      text.append(new String(Words.piece(number, token), StandardCharsets.US_ASCII));
      ids.append(ids.isEmpty() ? "" : ",").append(Words.id(number, token));
    }
  }

  private String state(int produced, String finish) {
    String reason =
        finish.isEmpty()
            ? "null"
            : "{\"type\":\"%s\",\"length\":%d}".formatted(finish, request.outputTokens());
    return """
    {"text":"%s","output_ids":[%s],"meta_info":{"id":%s,"finish_reason":%s,"prompt_tokens":%d,\
    "completion_tokens":%d,"cached_tokens":0,"weight_version":"kneeline-sim"}}\
    """
        .formatted(text, ids, Json.text(id), reason, request.prompt().count(), produced);
  }
}
