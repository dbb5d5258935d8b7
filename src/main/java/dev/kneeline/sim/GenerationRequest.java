package dev.kneeline.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a client asks to generate, whichever protocol it spoke.
///
/// @param model as the client named it
/// @param prompt the prompt's tokens, at least one
/// @param outputTokens tokens asked for
/// @param stream whether tokens are sent as they come
/// @param includeUsage whether a stream ends with the counts
/// @param continuousUsage whether each event carries the counts
/// @param tokensPerEvent tokens gathered for one event, 0 for the server's own rule
record GenerationRequest(
    String model,
    TokenList prompt,
    int outputTokens,
    boolean stream,
    boolean includeUsage,
    boolean continuousUsage,
    int tokensPerEvent) {

  /// What of it a worker does in a phase: the prompt alone is one token, answered whole.
  GenerationRequest in(Phase phase) {
    return switch (phase) {
      case WHOLE, DECODE -> this;
      case PREFILL -> new GenerationRequest(model, prompt, 1, false, false, false, 0);
    };
  }

  /// Reads the body of `/v1/completions`.
  static GenerationRequest completion(JsonNode body, int defaultTokens) {
    return openAi(body, prompt(body.path("prompt")), body.path("max_tokens").asInt(defaultTokens));
  }

  /// Reads the body of `/v1/chat/completions`; the chat template adds no tokens.
  static GenerationRequest chat(JsonNode body, int defaultTokens) {
    int tokens =
        body.path("max_completion_tokens").asInt(body.path("max_tokens").asInt(defaultTokens));
    return openAi(body, Words.tokens(conversation(body)), tokens);
  }

  /// Reads the body of SGLang's `/generate`.
  static GenerationRequest sglang(JsonNode body, int defaultTokens) {
    JsonNode ids = body.path("input_ids");
    JsonNode sampling = body.path("sampling_params");
    return new GenerationRequest(
        "",
        ids.isArray() ? ids(ids) : Words.tokens(body.path("text").asString("")),
        sampling.path("max_new_tokens").asInt(defaultTokens),
        body.path("stream").asBoolean(false),
        true,
        true,
        body.path("tokens_per_event").asInt(0));
  }

  /// The words of every message, in order.
  static String conversation(JsonNode body) {
    List<String> texts = new ArrayList<>();
    for (JsonNode message : body.path("messages")) {
      JsonNode content = message.path("content");
      if (content.isString()) {
        texts.add(content.stringValue());
      }
      for (JsonNode part : content) {
        texts.add(part.path("text").asString(""));
      }
    }
    return texts.stream().collect(Collectors.joining(" "));
  }

  /// A prompt as text, as token numbers, or as a list of one of these.
  static TokenList prompt(JsonNode prompt) {
    if (prompt.isString()) {
      return Words.tokens(prompt.stringValue());
    }
    if (prompt.isArray() && !prompt.isEmpty()) {
      JsonNode first = prompt.get(0);
      if (first.isNumber()) {
        return ids(prompt);
      }
      if (prompt.size() == 1) {
        return prompt(first);
      }
    }
    throw new ApiError(
        400, "BadRequestError", "prompt must be one text or one list of token numbers");
  }

  private static TokenList ids(JsonNode numbers) {
    int[] ids = new int[numbers.size()];
    for (int at = 0; at < ids.length; at++) {
      ids[at] = numbers.get(at).asInt();
    }
    return new TokenList(ids);
  }

  private static GenerationRequest openAi(JsonNode body, TokenList prompt, int tokens) {
    if (body.path("n").asInt(1) != 1) {
      throw new ApiError(400, "BadRequestError", "n must be 1 in the simulation");
    }
    JsonNode options = body.path("stream_options");
    return new GenerationRequest(
        body.path("model").asString(""),
        prompt,
        tokens,
        body.path("stream").asBoolean(false),
        options.path("include_usage").asBoolean(false),
        options.path("continuous_usage_stats").asBoolean(false),
        body.path("tokens_per_event").asInt(0));
  }
}
