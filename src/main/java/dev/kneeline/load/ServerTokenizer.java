package dev.kneeline.load;

import dev.kneeline.space.Value;
import dev.kneeline.wire.SimpleHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Counts tokens by the server's `POST /tokenize`, as vLLM, SGLang and llama.cpp have it.
final class ServerTokenizer implements TokenCounter {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Target target;
  private final URI uri;

  ServerTokenizer(Target target) {
    this.target = target;
    this.uri = target.uri("/tokenize");
  }

  /// One body says it in every server's words: `prompt` is vLLM's and SGLang's, `content`
  /// llama.cpp's.
  @Override
  public int count(String text) throws IOException {
    String quoted = Value.of(text).json();
    String model =
        target.model().map(name -> "\"model\":" + Value.of(name).json() + ",").orElse("");
    String body =
        "{%s\"prompt\":%s,\"content\":%s,\"add_special_tokens\":true,\"add_special\":true}"
            .formatted(model, quoted, quoted);
    SimpleHttp.Answer answer = target.post("/tokenize", body, PATIENCE);
    if (!answer.isOk()) {
      throw new IOException("%s answered HTTP %d".formatted(uri, answer.status()));
    }
    return tokens(answer.body());
  }

  private int tokens(String json) throws IOException {
    try {
      JsonNode tokens = JsonMapper.shared().readTree(json).path("tokens");
      if (tokens.isArray()) {
        return tokens.size();
      }
    } catch (JacksonException malformed) {
      // Told below.
    }
    throw new IOException("%s gave no list of tokens".formatted(uri));
  }
}
