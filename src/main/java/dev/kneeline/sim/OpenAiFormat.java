package dev.kneeline.sim;

import dev.kneeline.wire.serve.ByteBuilder;
import java.nio.charset.StandardCharsets;

/// Completions and chat as vLLM and SGLang write them; chat begins with a role and an empty text.
final class OpenAiFormat implements AnswerFormat {

  private static final String FINGERPRINT = "\"system_fingerprint\":\"kneeline-sim\"";

  private static final byte[] EVENT_END = ascii("}\n\n");

  private final boolean chat;
  private final long number;
  private final int promptTokens;
  private final GenerationRequest request;
  private final String id;
  private final String model;
  private final long created;
  private final byte[] before;
  private final byte[] after;
  private final byte[] goingOn;

  /// @param identity the answer's id without its prefix
  /// @param number which answer of this server it is, from which its words follow
  /// @param created in seconds since 1970
  OpenAiFormat(
      boolean chat, GenerationRequest request, String identity, long number, long created) {
    this.chat = chat;
    this.number = number;
    this.request = request;
    this.promptTokens = request.prompt().count();
    id = Json.text((chat ? "chatcmpl-" : "cmpl-") + identity);
    model = Json.text(request.model());
    this.created = created;
    String text = chat ? "{\"index\":0,\"delta\":{\"content\":\"" : "{\"index\":0,\"text\":\"";
    before = ascii(eventStart() + text);
    String end = (chat ? "\"}" : "\"") + ",\"logprobs\":null,\"finish_reason\":";
    after = ascii(end);
    goingOn = ascii(end + "null}]");
  }

  private String eventStart() {
    return "data: {" + head(chat ? "chat.completion.chunk" : "text_completion");
  }

  private String head(String object) {
    return "\"id\":%s,\"object\":\"%s\",\"created\":%d,\"model\":%s,%s,\"choices\":["
        .formatted(id, object, created, model, FINGERPRINT);
  }

  @Override
  public void opening(ByteBuilder out) {
    if (chat) {
      out.add(eventStart())
          .add("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},")
          .add("\"logprobs\":null,\"finish_reason\":null}]}\n\n");
    }
  }

  @Override
  public void event(ByteBuilder out, int from, int to, String finish) {
    out.add(before);
    for (int token = from; token < to; token++) {
      out.add(Words.piece(number, token));
    }
    if (finish.isEmpty()) {
      out.add(goingOn);
    } else {
      out.add(after).add("\"%s\"}]".formatted(finish));
    }
    if (request.continuousUsage()) {
      out.add(",").add(usage(to));
    }
    out.add(EVENT_END);
  }

  @Override
  public void closing(ByteBuilder out, int produced) {
    if (request.includeUsage()) {
      out.add(eventStart()).add("],").add(usage(produced)).add("}\n\n");
    }
  }

  @Override
  public String whole(int produced, String finish) {
    StringBuilder text = new StringBuilder();
    for (int token = 0; token < produced; token++) {
      text.append(new String(Words.piece(number, token), StandardCharsets.US_ASCII));
    }
    String content =
        chat
            ? "\"message\":{\"role\":\"assistant\",\"content\":\"%s\"}".formatted(text)
            : "\"text\":\"%s\"".formatted(text);
    return "{%s{\"index\":0,%s,\"logprobs\":null,\"finish_reason\":\"%s\"}],%s}"
        .formatted(
            head(chat ? "chat.completion" : "text_completion"), content, finish, usage(produced));
  }

  private String usage(int produced) {
    return "\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":%d}"
        .formatted(promptTokens, promptTokens + produced, produced);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
