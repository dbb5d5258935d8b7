package dev.kneeline.llama;

import java.util.Locale;
import tools.jackson.core.io.JsonStringEncoder;

/// Writes one answer's JSON in the shape of the endpoint that was asked.
///
/// Written by hand, because an event leaves for every token and must cost little beside it.
final class Answer {

  /// The two OpenAI endpoints, which differ in names and in where the text stands.
  enum Kind {
    COMPLETION("cmpl-", "text_completion", "text_completion"),
    CHAT("chatcmpl-", "chat.completion", "chat.completion.chunk");

    private final String idPrefix;
    private final String object;
    private final String chunkObject;

    Kind(String idPrefix, String object, String chunkObject) {
      this.idPrefix = idPrefix;
      this.object = object;
      this.chunkObject = chunkObject;
    }
  }

  private static final double NANOS_PER_MILLI = 1e6;

  private final Kind kind;
  private final String identity;

  Answer(Kind kind, long number, long createdSeconds, String model) {
    this.kind = kind;
    this.identity =
        ",\"created\":%d,\"model\":%s,\"id\":%s"
            .formatted(createdSeconds, quoted(model), quoted(kind.idPrefix + number));
  }

  /// An event with a piece of text; the first one of a chat names the role too.
  String piece(String text, boolean first, int promptTokens, int tokens, boolean withUsage) {
    String choice =
        switch (kind) {
          case COMPLETION -> "\"text\":" + quoted(text);
          case CHAT ->
              "\"delta\":{%s\"content\":%s}"
                  .formatted(first ? "\"role\":\"assistant\"," : "", quoted(text));
        };
    return chunk(choice, "null", withUsage ? usage(promptTokens, tokens) : "");
  }

  /// The event that says why the answer ended.
  String end(String reason, Timings timings) {
    String choice =
        switch (kind) {
          case COMPLETION -> "\"text\":\"\"";
          case CHAT -> "\"delta\":{}";
        };
    return chunk(choice, quoted(reason), timings(timings));
  }

  /// The event after the end which carries the counts and no choice.
  String counts(Timings timings) {
    return "{\"choices\":[],\"object\":\"%s\"%s%s%s}"
        .formatted(
            kind.chunkObject,
            identity,
            usage(timings.promptTokens(), timings.tokens()),
            timings(timings));
  }

  /// A whole answer in one document.
  String whole(String text, String reason, Timings timings) {
    String choice =
        switch (kind) {
          case COMPLETION -> "\"text\":" + quoted(text);
          case CHAT ->
              "\"message\":{\"role\":\"assistant\",\"content\":%s}".formatted(quoted(text));
        };
    String more = usage(timings.promptTokens(), timings.tokens()) + timings(timings);
    return document(choice, quoted(reason), kind.object, more);
  }

  private String chunk(String choice, String reason, String more) {
    return document(choice, reason, kind.chunkObject, more);
  }

  private String document(String choice, String reason, String object, String more) {
    return "{\"choices\":[{\"index\":0,"
        + choice
        + ",\"logprobs\":null,\"finish_reason\":"
        + reason
        + "}],\"object\":\""
        + object
        + "\""
        + identity
        + more
        + "}";
  }

  private static String usage(int promptTokens, int tokens) {
    return ",\"usage\":{\"prompt_tokens\":"
        + promptTokens
        + ",\"completion_tokens\":"
        + tokens
        + ",\"total_tokens\":"
        + (promptTokens + tokens)
        + "}";
  }

  private static String timings(Timings timings) {
    return ",\"timings\":{\"prompt_n\":%d,\"prompt_ms\":%s,\"predicted_n\":%d,\"predicted_ms\":%s}"
        .formatted(
            timings.promptTokens(),
            millis(timings.promptNanos()),
            timings.tokens(),
            millis(timings.writingNanos()));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
  }

  /// A JSON string with its quotes.
  static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    return json.append('"').toString();
  }
}
