package dev.kneeline.sim;

import dev.kneeline.wire.serve.HttpRequest;
import java.util.Set;

/// Who may ask: with `--api-key`, those that name one of its keys as their bearer's.
///
/// vLLM guards the addresses below `/v1`, SGLang all but those of health and figures.
record ApiKey(EngineStyle style, Set<String> keys) {

  static ApiKey of(SimOptions options) {
    String given = options.readback().flags().getOrDefault("api-key", "");
    return new ApiKey(options.style(), given.isEmpty() ? Set.of() : Set.of(given.split(",")));
  }

  boolean admits(HttpRequest request) {
    return keys.isEmpty()
        || !guarded(request.path())
        || request
            .header("authorization")
            .filter(text -> text.startsWith("Bearer "))
            .filter(text -> keys.contains(text.substring("Bearer ".length())))
            .isPresent();
  }

  private boolean guarded(String path) {
    return switch (style) {
      case SGLANG -> !path.startsWith("/health") && !path.startsWith("/metrics");
      case VLLM, TRTLLM, PLAIN -> path.startsWith("/v1");
    };
  }
}
