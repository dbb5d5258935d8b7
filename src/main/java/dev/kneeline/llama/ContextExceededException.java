package dev.kneeline.llama;

/// A prompt that does not fit into a slot.
final class ContextExceededException extends RuntimeException {

  private final int promptTokens;
  private final int context;

  ContextExceededException(int promptTokens, int context) {
    super(
        "the request exceeds the available context size: %d prompt tokens, %d fit with one to write"
            .formatted(promptTokens, context - 1));
    this.promptTokens = promptTokens;
    this.context = context;
  }

  /// The error as llama-server writes it, with the two numbers.
  String json() {
    return """
    {"error":{"code":400,"message":%s,"type":"exceed_context_size_error",\
    "n_prompt_tokens":%d,"n_ctx":%d}}\
    """
        .formatted(Answer.quoted(String.valueOf(getMessage())), promptTokens, context);
  }
}
