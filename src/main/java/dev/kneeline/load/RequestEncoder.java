package dev.kneeline.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Writes whole HTTP requests, head and body, before their time comes.
final class RequestEncoder {

  private final Target target;
  private final BodySpec body;
  private final String headStart;
  private final String members;

  RequestEncoder(Target target, BodySpec body) {
    this.target = target;
    this.body = body;
    this.headStart = headStart(target);
    this.members = members(target, body);
  }

  /// The request for a prompt; its id is the target's prefix and the index.
  byte[] encode(long index, Prompt prompt) {
    byte[] content = content(prompt).getBytes(StandardCharsets.UTF_8);
    String head =
        headStart
            + "x-request-id: "
            + target.requestIdPrefix()
            + index
            + "\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(first, first.length + content.length);
    System.arraycopy(content, 0, whole, first.length, content.length);
    return whole;
  }

  private static String headStart(Target target) {
    StringBuilder head = new StringBuilder();
    head.append("POST ").append(target.endpoint()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(target.authority()).append("\r\n");
    head.append("User-Agent: kneeline\r\nContent-Type: application/json\r\n");
    target
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.toString();
  }

  private String content(Prompt prompt) {
    String asked = Integer.toString(prompt.askedTokens());
    boolean limit = prompt.askedTokens() > 0;
    return switch (target.backend()) {
      case OPENAI, VLLM ->
          "{\"prompt\":"
              + prompt.json()
              + (limit ? ",\"max_tokens\":" + asked : "")
              + members
              + "}";
      case OPENAI_CHAT ->
          "{\"messages\":[{\"role\":\"user\",\"content\":"
              + prompt.json()
              + "}]"
              + (limit ? ",\"max_completion_tokens\":" + asked : "")
              + members
              + "}";
      case SGLANG ->
          "{\"%s\":%s,\"sampling_params\":{%s}%s}"
              .formatted(
                  prompt.json().startsWith("[") ? "input_ids" : "text",
                  prompt.json(),
                  (limit ? "\"max_new_tokens\":" + asked + "," : "")
                      + "\"ignore_eos\":"
                      + body.ignoreEos(),
                  members);
      case TGI ->
          "{\"inputs\":%s,\"parameters\":{%s\"details\":true}%s}"
              .formatted(prompt.json(), limit ? "\"max_new_tokens\":" + asked + "," : "", members);
    };
  }

  /// What is equal in all bodies, each member with a comma before it.
  private static String members(Target target, BodySpec body) {
    StringBuilder members = new StringBuilder();
    boolean openAi =
        switch (target.backend()) {
          case OPENAI, VLLM, OPENAI_CHAT -> true;
          case SGLANG, TGI -> false;
        };
    if (openAi) {
      target.model().ifPresent(name -> add(members, "model", quote(name)));
      if (body.ignoreEos() && !body.members().containsKey("ignore_eos")) {
        add(members, "ignore_eos", "true");
      }
    }
    add(members, "stream", Boolean.toString(body.stream()));
    if (openAi && body.stream() && !body.members().containsKey("stream_options")) {
      String running = body.continuousUsage() ? ",\"continuous_usage_stats\":true" : "";
      add(members, "stream_options", "{\"include_usage\":true" + running + "}");
    }
    for (Map.Entry<String, String> member : body.members().entrySet()) {
      add(members, member.getKey(), member.getValue());
    }
    return members.toString();
  }

  private static void add(StringBuilder members, String name, String json) {
    members.append(',').append(quote(name)).append(':').append(json);
  }

  private static String quote(String text) {
    return dev.kneeline.space.Value.of(text).json();
  }
}
