package dev.kneeline.sim;

import dev.kneeline.wire.serve.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// SGLang's `/generate`: each event repeats the whole text so far. Several choices are a list in
/// one piece, and events with an index in a stream.
final class SglangFormat implements AnswerFormat {

  private final GenerationRequest request;
  private final String id;

  SglangFormat(GenerationRequest request, String id) {
    this.request = request;
    this.id = id;
  }

  @Override
  public AnswerFormat.Choice choice(int index, long number) {
    return new Choice(index, number);
  }

  @Override
  public void closing(ByteBuilder out, int produced) {
    // The counts are in every event.
  }

  @Override
  public String whole(List<String> choices, int produced) {
    return request.listed() ? "[" + String.join(",", choices) + "]" : choices.getFirst();
  }

  private final class Choice implements AnswerFormat.Choice {

    private final int index;
    private final long number;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder ids = new StringBuilder();
    private int cached;

    private Choice(int index, long number) {
      this.index = index;
      this.number = number;
    }

    @Override
    public void found(int cachedTokens) {
      cached = cachedTokens;
    }

    @Override
    public void opening(ByteBuilder out) {
      // The protocol begins with the first token.
    }

    @Override
    public void event(ByteBuilder out, int from, int to, String finish) {
      extend(from, to);
      String place = request.listed() ? ",\"index\":" + index : "";
      out.add("data: ").add(state(to, finish, place)).add("\n\n");
    }

    @Override
    public String whole(int produced, String finish) {
      extend(0, produced);
      return state(produced, finish, "");
    }

    private void extend(int from, int to) {
      for (int token = from; token < to; token++) {
        text.append(new String(Words.piece(number, token), StandardCharsets.US_ASCII));
        ids.append(ids.isEmpty() ? "" : ",").append(Words.id(number, token));
      }
    }

    private String state(int produced, String finish, String place) {
      String reason =
          finish.isEmpty()
              ? "null"
              : "{\"type\":\"%s\",\"length\":%d}".formatted(finish, request.outputTokens());
      String name = index == 0 ? id : id + "-" + index;
      return """
      {"text":"%s","output_ids":[%s],"meta_info":{"id":%s,"finish_reason":%s,"prompt_tokens":%d,\
      "completion_tokens":%d,"cached_tokens":%d,"weight_version":"kneeline-sim"}%s}\
      """
          .formatted(
              text,
              ids,
              Json.text(name),
              reason,
              request.prompt(index).count(),
              produced,
              cached,
              place);
    }
  }
}
