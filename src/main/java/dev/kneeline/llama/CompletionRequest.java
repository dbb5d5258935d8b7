package dev.kneeline.llama;

import de.kherud.llama.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A request for a completion, read from the JSON of either OpenAI endpoint.
///
/// @param prompt what to continue
/// @param sampling how, and how long
/// @param stream whether tokens are sent as they come
/// @param usage whether a stream ends with its token counts
/// @param runningUsage whether each event of a stream carries the counts so far
record CompletionRequest(
    Prompt prompt, Sampling sampling, boolean stream, boolean usage, boolean runningUsage) {

  /// Settings passed on to the engine under the name they come with.
  private static final List<String> NUMBERS =
      List.of(
          "temperature",
          "seed",
          "top_k",
          "top_p",
          "min_p",
          "repeat_penalty",
          "presence_penalty",
          "frequency_penalty");

  private static final List<String> LIMITS =
      List.of("max_tokens", "max_completion_tokens", "n_predict");

  private static final int WITHOUT_LIMIT = -1;

  /// Reads the body of `/v1/completions`.
  ///
  /// @throws RefusedException for what is missing, malformed or not offered
  static CompletionRequest completion(JsonNode body) {
    return request(body, prompt(body.path("prompt")));
  }

  /// Reads the body of `/v1/chat/completions`; the model's template makes a text of the messages.
  ///
  /// @throws RefusedException for what is missing, malformed or not offered
  static CompletionRequest chat(JsonNode body, Engine engine) {
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw RefusedException.invalid("messages must be a list of at least one message");
    }
    String system = "";
    List<Pair<String, String>> turns = new ArrayList<>();
    for (JsonNode message : messages) {
      String role = message.path("role").asString("");
      String content = content(message.path("content"));
      switch (role) {
        case "system", "developer" -> system = system.isEmpty() ? content : system + "\n" + content;
        case "user", "assistant" -> turns.add(new Pair<>(role, content));
        default -> throw RefusedException.invalid("no message role '%s' here".formatted(role));
      }
    }
    return request(body, new Prompt.Text(engine.conversation(system, turns)));
  }

  private static CompletionRequest request(JsonNode body, Prompt prompt) {
    if (body.path("n").asInt(1) != 1 || body.path("best_of").asInt(1) != 1) {
      throw RefusedException.invalid("one choice per request: n and best_of must be 1");
    }
    if (body.path("echo").asBoolean(false)) {
      throw RefusedException.invalid("echo is not offered");
    }
    JsonNode stream = body.path("stream_options");
    return new CompletionRequest(
        prompt,
        sampling(body),
        body.path("stream").asBoolean(false),
        stream.path("include_usage").asBoolean(false),
        stream.path("continuous_usage_stats").asBoolean(false));
  }

  private static Sampling sampling(JsonNode body) {
    Map<String, Number> numbers = new LinkedHashMap<>();
    for (String name : NUMBERS) {
      JsonNode value = body.path(name);
      if (value.isNumber()) {
        numbers.put(name, value.numberValue());
      } else if (!value.isMissingNode() && !value.isNull()) {
        throw RefusedException.invalid(name + " must be a number");
      }
    }
    return new Sampling(
        limit(body),
        body.path("ignore_eos").asBoolean(false),
        body.path("cache_prompt").asBoolean(true),
        texts(body.path("stop")),
        numbers);
  }

  private static int limit(JsonNode body) {
    for (String name : LIMITS) {
      JsonNode value = body.path(name);
      if (value.isIntegralNumber() && value.canConvertToInt() && value.asInt() != 0) {
        return Math.max(value.asInt(), WITHOUT_LIMIT);
      }
      if (!value.isMissingNode() && !value.isNull()) {
        throw RefusedException.invalid(name + " must be a whole number of at least 1");
      }
    }
    return WITHOUT_LIMIT;
  }

  private static Prompt prompt(JsonNode prompt) {
    JsonNode only = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    if (only.isString()) {
      return new Prompt.Text(only.asString());
    }
    if (prompt.isArray() && !prompt.isEmpty()) {
      return new Prompt.Tokens(tokens(only.isArray() ? only : prompt));
    }
    throw RefusedException.invalid("prompt must be one text or one list of token ids");
  }

  /// Reads a list of token ids.
  static List<Integer> tokens(JsonNode list) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : list) {
      if (!id.isIntegralNumber() || !id.canConvertToInt()) {
        throw RefusedException.invalid("token ids must be whole numbers");
      }
      ids.add(id.asInt());
    }
    return ids;
  }

  /// A message's content: a text, or parts of which only texts can be read.
  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.asString("");
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("type").asString("").equals("text")) {
        throw RefusedException.invalid("only parts of type text can be read");
      }
      text.append(part.path("text").asString(""));
    }
    return text.toString();
  }

  private static List<String> texts(JsonNode node) {
    if (node.isString()) {
      return List.of(node.asString());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : node) {
      if (!text.isString()) {
        throw RefusedException.invalid("stop must be a text or a list of texts");
      }
      texts.add(text.asString());
    }
    return texts;
  }
}
