package dev.kneeline.load;

import dev.kneeline.wire.SimpleHttp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is asked of the server before the load: is it ready, and what is its model called.
final class ServerQuestions {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final LoadOptions options;
  private final BooleanSupplier cancelled;

  ServerQuestions(LoadOptions options, BooleanSupplier cancelled) {
    this.options = options;
    this.cancelled = cancelled;
  }

  /// The options with the model's name, which is asked for where it was not given; after the server
  /// has answered, where it was to be waited for.
  LoadOptions complete() throws LoadException {
    long deadline = System.nanoTime() + options.limits().ready().toNanos();
    while (true) {
      try {
        LoadOptions complete = withModel();
        if (!options.limits().ready().isZero()) {
          tryOnce(complete);
        }
        return complete;
      } catch (LoadException notYet) {
        if (cancelled.getAsBoolean() || System.nanoTime() + BETWEEN.toNanos() > deadline) {
          throw notYet;
        }
        pause();
      }
    }
  }

  private LoadOptions withModel() throws LoadException {
    Target target = options.target();
    boolean needsModel =
        switch (target.backend()) {
          case OPENAI, VLLM, OPENAI_CHAT -> target.model().isEmpty();
          case SGLANG, TGI -> false;
        };
    return needsModel ? options.withTarget(target.withModel(firstModel(target))) : options;
  }

  private static String firstModel(Target target) throws LoadException {
    URI models = target.uri("/v1/models");
    try {
      SimpleHttp.Answer answer = target.get("/v1/models", PATIENCE);
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

  /// One small request that must be answered well.
  private static void tryOnce(LoadOptions complete) throws LoadException {
    Target target = complete.target();
    URI uri = target.uri(target.endpoint());
    String json = new RequestEncoder(target, complete.body()).content(Prompt.hi());
    try {
      Limits limits = complete.limits();
      Duration patience =
          limits.ready().compareTo(limits.request()) < 0 ? limits.ready() : limits.request();
      SimpleHttp.Answer answer = target.post(target.endpoint(), json, patience);
      if (!answer.isOk()) {
        throw new LoadException(
            "%s answered HTTP %d: %s"
                .formatted(
                    uri, answer.status(), answer.body().strip().lines().findFirst().orElse("")),
            "check --endpoint and --model, or wait longer with --ready-check-timeout-sec");
      }
    } catch (IOException failure) {
      throw new LoadException(
          "cannot reach %s: %s".formatted(uri, failure.getMessage()),
          "check that the server runs there");
    }
  }

  private static void pause() throws LoadException {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LoadException("interrupted while waiting for the server", "start again");
    }
  }
}
