package dev.kneeline.load;

import dev.kneeline.wire.SimpleHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is asked of the server before the load: is it there, and what is its model called.
final class ServerQuestions {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final LoadOptions options;

  ServerQuestions(LoadOptions options) {
    this.options = options;
  }

  /// The options with the model's name, which is asked for where it was not given.
  LoadOptions complete() throws LoadException {
    Target target = options.target();
    boolean needsModel =
        switch (target.backend()) {
          case OPENAI, VLLM, OPENAI_CHAT -> target.model().isEmpty();
          case SGLANG, TGI -> false;
        };
    return needsModel ? options.withTarget(target.withModel(firstModel(target))) : options;
  }

  private static String firstModel(Target target) throws LoadException {
    URI models = target.base().resolve("/v1/models");
    try {
      SimpleHttp.Answer answer = SimpleHttp.get(models, target.headers(), PATIENCE);
      if (answer.isOk()) {
        JsonNode id = JsonMapper.shared().readTree(answer.body()).at("/data/0/id");
        if (id.isString()) {
          return id.stringValue();
        }
      }
      throw new LoadException(
          "%s named no model (HTTP %d)".formatted(models, answer.status()), "give --model");
    } catch (IOException | JacksonException failure) {
      throw new LoadException(
          "cannot ask %s for its model: %s".formatted(models, failure.getMessage()),
          "check that the server runs there, or give --model");
    }
  }
}
