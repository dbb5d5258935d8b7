package dev.kneeline.load;

import dev.kneeline.space.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Writes whole HTTP requests, head and body, before their time comes.
final class RequestEncoder {

  private static final String LOGPROBS = "logprobs";

  private final Target target;
  private final BodySpec body;
  private final String headStart;
  private final SequencedMap<String, String> common;

  RequestEncoder(Target target, BodySpec body) {
    this.target = target;
    this.body = body;
    this.headStart = headStart(target);
    this.common = common(target, body);
  }

  /// The request for a prompt; its id is the target's prefix and the index.
  byte[] encode(long index, Prompt prompt) {
    return encode(index, prompt, Optional.empty());
  }

  /// The same for a turn of a session, by whose header a router can keep its turns together.
  byte[] encode(long index, Prompt prompt, Optional<Long> session) {
    byte[] content =
        content(prompt, body.adapters().of(session.orElse(index))).getBytes(StandardCharsets.UTF_8);
    String head =
        headStart
            + "x-request-id: "
            + target.requestIdPrefix()
            + index
            + session.map(number -> sessionHeader(number)).orElse("")
            + "\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(first, first.length + content.length);
    System.arraycopy(content, 0, whole, first.length, content.length);
    return whole;
  }

  private String sessionHeader(long number) {
    return "\r\nX-Session-ID: " + target.requestIdPrefix() + "session-" + number;
  }

  private static String headStart(Target target) {
    StringBuilder head = new StringBuilder();
    head.append("POST ").append(target.path(target.endpoint())).append(" HTTP/1.1\r\n");
    SequencedMap<String, String> ours = new LinkedHashMap<>();
    ours.put("Host", target.authority());
    ours.put("User-Agent", "kneeline");
    ours.put("Content-Type", "application/json");
    ours.keySet().removeIf(target.headers()::containsKey);
    ours.forEach((name, value) -> header(head, name, value));
    target.headers().forEach((name, value) -> header(head, name, value));
    return head.toString();
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /// The body alone. Members of `extra-body` and of the sampling options win over ours.
  String content(Prompt prompt) {
    return content(prompt, Optional.empty());
  }

  private String content(Prompt prompt, Optional<String> adapter) {
    SequencedMap<String, String> members = prompted(prompt);
    members.putAll(common);
    adapter.ifPresent(name -> members.put(adapterMember(), quote(name)));
    members.putAll(body.members());
    return object(members);
  }

  private static String object(SequencedMap<String, String> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach((name, value) ->
        json.append(json.length() == 1 ? "" : ",").append(quote(name)).append(':').append(value));
    return json.append('}').toString();
  }

  private String adapterMember() {
    return switch (target.backend()) {
      case OPENAI, VLLM, OPENAI_CHAT -> "model";
      case SGLANG -> "lora_path";
      case TGI -> "adapter_id";
    };
  }

  /// The members that differ from request to request.
  private SequencedMap<String, String> prompted(Prompt prompt) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    String limit = Integer.toString(prompt.askedTokens());
    boolean limited = prompt.askedTokens() > 0;
    switch (target.backend()) {
      case OPENAI, VLLM -> {
        members.put("prompt", prompt.json());
        putIf(members, limited, "max_tokens", limit);
      }
      case OPENAI_CHAT -> {
        members.put("messages", messages(prompt.json()));
        putIf(members, limited, "max_completion_tokens", limit);
      }
      case SGLANG -> {
        members.put(prompt.json().startsWith("[") ? "input_ids" : "text", prompt.json());
        members.put("sampling_params", nested(prompt, "ignore_eos", body.ignoreEos()));
      }
      case TGI -> {
        members.put("inputs", prompt.json());
        members.put("parameters", nested(prompt, "details", true));
      }
    }
    return members;
  }

  /// The native APIs have length and sampling in an object of their own.
  private String nested(Prompt prompt, String flag, boolean on) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    putIf(members, prompt.askedTokens() > 0, "max_new_tokens", "" + prompt.askedTokens());
    members.put(flag, Boolean.toString(on));
    members.putAll(body.sampling());
    members.remove(LOGPROBS);
    return object(members);
  }

  private static String messages(String prompt) {
    return prompt.startsWith("[{") ? prompt : "[{\"role\":\"user\",\"content\":" + prompt + "}]";
  }

  /// The members that all bodies share.
  private static SequencedMap<String, String> common(Target target, BodySpec body) {
    SequencedMap<String, String> members = new LinkedHashMap<>();
    boolean openAi =
        switch (target.backend()) {
          case OPENAI, VLLM, OPENAI_CHAT -> true;
          case SGLANG, TGI -> false;
        };
    if (openAi) {
      target.model().ifPresent(name -> members.put("model", quote(name)));
      putIf(members, body.ignoreEos(), "ignore_eos", "true");
    }
    members.put("stream", Boolean.toString(body.stream()));
    String running = body.continuousUsage() ? ",\"continuous_usage_stats\":true" : "";
    putIf(
        members,
        openAi && body.stream(),
        "stream_options",
        "{\"include_usage\":true" + running + "}");
    if (openAi) {
      members.putAll(body.sampling());
    }
    logprobs(members, target.backend(), body.sampling().get(LOGPROBS));
    return members;
  }

  /// How many log probabilities are wanted, which each API is asked for in its own words.
  private static void logprobs(
      SequencedMap<String, String> members, Backend backend, @Nullable String count) {
    if (count == null) {
      return;
    }
    switch (backend) {
      case OPENAI, VLLM -> members.put(LOGPROBS, count);
      case OPENAI_CHAT -> {
        members.put(LOGPROBS, "true");
        members.put("top_logprobs", count);
      }
      case SGLANG -> {
        members.put("return_logprob", "true");
        members.put("top_logprobs_num", count);
      }
      case TGI -> members.put("top_n_tokens", count);
    }
  }

  private static void putIf(
      SequencedMap<String, String> members, boolean wanted, String name, String json) {
    if (wanted) {
      members.put(name, json);
    }
  }

  private static String quote(String text) {
    return Value.of(text).json();
  }
}
