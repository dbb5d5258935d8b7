package dev.kneeline.sim;

/// A request that is refused with a status, in the engines' words.
final class ApiError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String message;
  private final int status;
  private final String type;

  ApiError(int status, String type, String message) {
    super(message);
    this.message = message;
    this.status = status;
    this.type = type;
  }

  int status() {
    return status;
  }

  String body() {
    return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":null,\"code\":%d}}"
        .formatted(Json.text(message), Json.text(type), status);
  }

  /// As an engine words it: SGLang's has no shell around it, and for `/generate` the message alone.
  String body(EngineStyle style, String path) {
    return switch (style) {
      case VLLM, TRTLLM, PLAIN -> body();
      case SGLANG ->
          path.equals("/generate")
              ? "{\"error\":{\"message\":%s}}".formatted(Json.text(message))
              : "{\"object\":\"error\",\"message\":%s,\"type\":%s,\"param\":null,\"code\":%d}"
                  .formatted(Json.text(message), Json.text(type), status);
    };
  }
}
