package dev.kneeline.sim;

import dev.kneeline.wire.serve.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Completions and chat as vLLM and SGLang write them; chat begins with a role and an empty text.
final class OpenAiFormat implements AnswerFormat {

  private static final String FINGERPRINT = "\"system_fingerprint\":\"kneeline-sim\"";

  private static final byte[] EVENT_END = ascii("}\n\n");

  private final boolean chat;
  private final GenerationRequest request;
  private final String id;
  private final String model;
  private final long created;
  private final boolean tellsCached;
  private int cached;

  /// @param identity the answer's id without its prefix
  /// @param created in seconds since 1970
  /// @param tellsCached whether the counts say how much of the prompts was in the cache
  OpenAiFormat(
      boolean chat, GenerationRequest request, String identity, long created, boolean tellsCached) {
    this.chat = chat;
    this.request = request;
    this.tellsCached = tellsCached;
    id = Json.text((chat ? "chatcmpl-" : "cmpl-") + identity);
    model = Json.text(request.model());
    this.created = created;
  }

  @Override
  public AnswerFormat.Choice choice(int index, long number) {
    return new Choice(index, number);
  }

  @Override
  public void closing(ByteBuilder out, int produced) {
    if (request.delivery().includeUsage()) {
      out.add(eventStart())
          .add("],")
          .add(usage(request.promptTokens(), produced, cached))
          .add("}\n\n");
    }
  }

  @Override
  public String whole(List<String> choices, int produced) {
    return "{%s%s],%s}"
        .formatted(
            head(chat ? "chat.completion" : "text_completion"),
            String.join(",", choices),
            usage(request.promptTokens(), produced, cached));
  }

  private String eventStart() {
    return "data: {" + head(chat ? "chat.completion.chunk" : "text_completion");
  }

  private String head(String object) {
    return "\"id\":%s,\"object\":\"%s\",\"created\":%d,\"model\":%s,%s,\"choices\":["
        .formatted(id, object, created, model, FINGERPRINT);
  }

  private String usage(int prompt, int produced, int cachedTokens) {
    String details =
        tellsCached
            ? ",\"prompt_tokens_details\":{\"cached_tokens\":%d}".formatted(cachedTokens)
            : "";
    return "\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":%d%s}"
        .formatted(prompt, prompt + produced, produced, details);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private final class Choice implements AnswerFormat.Choice {

    private final int index;
    private final long number;
    private final byte[] before;
    private final byte[] after;
    private final byte[] goingOn;
    private int found;

    private Choice(int index, long number) {
      this.index = index;
      this.number = number;
      String text = chat ? "\"delta\":{\"content\":\"" : "\"text\":\"";
      before = ascii(eventStart() + "{\"index\":" + index + "," + text);
      String end = (chat ? "\"}" : "\"") + ",\"logprobs\":null,\"finish_reason\":";
      after = ascii(end);
      goingOn = ascii(end + "null}]");
    }

    @Override
    public void found(int cachedTokens) {
      found = cachedTokens;
      // Like the prompts, each counted once for all answers to it.
      cached += index % request.copies() == 0 ? cachedTokens : 0;
    }

    @Override
    public void opening(ByteBuilder out) {
      if (chat) {
        out.add(eventStart())
            .add("{\"index\":" + index)
            .add(",\"delta\":{\"role\":\"assistant\",\"content\":\"\"},")
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
      if (request.delivery().continuousUsage()) {
        out.add(",").add(usage(request.prompt(index).count(), to, found));
      }
      out.add(EVENT_END);
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
      return "{\"index\":%d,%s,\"logprobs\":null,\"finish_reason\":\"%s\"}"
          .formatted(index, content, finish);
    }
  }
}
