package dev.kneeline.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a client asks to generate, whichever protocol it spoke.
///
/// @param model as the client named it
/// @param prompts at least one, each of at least one token
/// @param copies answers to each prompt
/// @param outputTokens tokens asked for in each answer
/// @param priority of all its answers; the lowest goes first where the scheduler asks for it
/// @param listed whether the protocol answers with a list, however short
/// @param delivery how the answers are sent
record GenerationRequest(
    String model,
    List<TokenList> prompts,
    int copies,
    int outputTokens,
    int priority,
    boolean listed,
    Delivery delivery) {

  /// vLLM's own limit of `n`.
  private static final int MOST_COPIES = 16_384;

  /// How answers are sent.
  ///
  /// @param stream whether tokens are sent as they come
  /// @param includeUsage whether a stream ends with the counts
  /// @param continuousUsage whether each event carries the counts
  /// @param tokensPerEvent tokens gathered for one event, 0 for the server's own rule
  record Delivery(
      boolean stream, boolean includeUsage, boolean continuousUsage, int tokensPerEvent) {}

  /// Answers in all, numbered prompt by prompt.
  int choices() {
    return prompts.size() * copies;
  }

  /// The prompt of the answer of that number.
  TokenList prompt(int choice) {
    return prompts.get(choice / copies);
  }

  /// Tokens of all prompts, each counted once as the engines do.
  int promptTokens() {
    return prompts.stream().mapToInt(TokenList::count).sum();
  }

  /// What of it a worker does in a phase: the prompts alone are one token each, answered whole.
  GenerationRequest in(Phase phase) {
    return switch (phase) {
      case WHOLE, DECODE -> this;
      case PREFILL ->
          new GenerationRequest(
              model, prompts, 1, 1, priority, listed, new Delivery(false, false, false, 0));
    };
  }

  /// The same for the server's own model where the client names none.
  GenerationRequest of(List<String> served) {
    return model.isEmpty()
        ? new GenerationRequest(
            served.getFirst(), prompts, copies, outputTokens, priority, listed, delivery)
        : this;
  }

  /// Reads the body of `/v1/completions`.
  static GenerationRequest completion(JsonNode body, int defaultTokens) {
    return openAi(body, prompts(body.path("prompt")), whole(body, "max_tokens", defaultTokens));
  }

  /// Reads the body of `/v1/chat/completions`; the chat template adds no tokens.
  static GenerationRequest chat(JsonNode body, int defaultTokens) {
    int tokens = whole(body, "max_completion_tokens", whole(body, "max_tokens", defaultTokens));
    return openAi(body, List.of(Words.tokens(conversation(body))), tokens);
  }

  /// Reads the body of SGLang's `/generate`, whose prompts and sampling may be lists.
  static GenerationRequest sglang(JsonNode body, int defaultTokens) {
    JsonNode given = body.path(body.path("input_ids").isArray() ? "input_ids" : "text");
    boolean list = given.isArray() && !given.path(0).isNumber();
    JsonNode sampling = body.path("sampling_params");
    int copies = copies(sampling);
    return new GenerationRequest(
        "",
        prompts(given),
        copies,
        whole(sampling, "max_new_tokens", defaultTokens),
        whole(body, "priority", 0),
        list || copies > 1,
        new Delivery(
            body.path("stream").asBoolean(false), true, true, whole(body, "tokens_per_event", 0)));
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

  /// One prompt or several: a text, a list of token numbers, or a list of these.
  private static List<TokenList> prompts(JsonNode given) {
    if (given.isArray() && !given.isEmpty() && !given.get(0).isNumber()) {
      return given.valueStream().map(GenerationRequest::prompt).toList();
    }
    return List.of(prompt(given));
  }

  /// A prompt as text or as token numbers.
  static TokenList prompt(JsonNode prompt) {
    if (prompt.isString()) {
      return Words.tokens(prompt.stringValue());
    }
    if (prompt.isArray() && prompt.path(0).isNumber()) {
      return ids(prompt);
    }
    throw new ApiError(
        400, "BadRequestError", "a prompt must be a text or a list of token numbers");
  }

  private static TokenList ids(JsonNode numbers) {
    int[] ids = new int[numbers.size()];
    for (int at = 0; at < ids.length; at++) {
      ids[at] = numbers.get(at).asInt();
    }
    return new TokenList(ids);
  }

  private static GenerationRequest openAi(JsonNode body, List<TokenList> prompts, int tokens) {
    JsonNode options = body.path("stream_options");
    return new GenerationRequest(
        body.path("model").asString(""),
        prompts,
        copies(body),
        tokens,
        whole(body, "priority", 0),
        true,
        new Delivery(
            body.path("stream").asBoolean(false),
            options.path("include_usage").asBoolean(false),
            options.path("continuous_usage_stats").asBoolean(false),
            whole(body, "tokens_per_event", 0)));
  }

  /// A whole number of a request, in the words of the engines' validation where it is none.
  private static int whole(JsonNode object, String name, int otherwise) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new ApiError(
          400,
          "BadRequestError",
          "%s: Input should be a valid integer, got %s".formatted(name, value));
    }
    return value.intValue();
  }

  private static int copies(JsonNode sampling) {
    int copies = whole(sampling, "n", 1);
    if (copies < 1 || copies > MOST_COPIES) {
      throw new ApiError(
          400, "BadRequestError", "n must be from 1 to %d, got %d.".formatted(MOST_COPIES, copies));
    }
    return copies;
  }
}
