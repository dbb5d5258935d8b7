package dev.kneeline.sim;

import dev.kneeline.wire.serve.ByteBuilder;
import dev.kneeline.wire.serve.HttpHandler;
import dev.kneeline.wire.serve.HttpReply;
import dev.kneeline.wire.serve.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The server's addresses: which path answers what, in vLLM's and in SGLang's forms.
final class Api implements HttpHandler {

  private static final int WARM_UP_ROUNDS = 3;
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final SimOptions options;
  private final Serving serving;
  private final Map<String, Route> routes = new HashMap<>();
  private final ApiKey key;
  private final long created = now();
  private boolean ready;
  private long refuseUntilNanos;

  Api(SimOptions options, Serving serving) {
    this.options = options;
    this.serving = serving;
    this.key = ApiKey.of(options);
    addGeneration();
    addReadings();
    addResets();
  }

  /// Loading is over. Answers a few requests to nobody first: the classes that an answer needs take
  /// a tenth of a second to load, which would be the first client's loss.
  void becomeReady() {
    warmUp();
    ready = true;
    refuseUntilNanos = System.nanoTime() + serving.faults().refuseFor().toNanos();
  }

  private void warmUp() {
    byte[] body =
        "{\"prompt\":\"a\",\"messages\":[{\"content\":\"a\"}]}".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      JsonNode tree = Json.read(body);
      for (boolean chat : new boolean[] {false, true}) {
        GenerationRequest asked =
            chat ? GenerationRequest.chat(tree, 1) : GenerationRequest.completion(tree, 1);
        AnswerFormat format = new OpenAiFormat(chat, asked, "warm-up", now(), false);
        AnswerFormat.Choice choice = format.choice(0, round);
        ByteBuilder out = serving.scratch().clear();
        choice.opening(out);
        choice.event(out, 0, 1, "length");
        format.closing(out, 1);
      }
    }
  }

  @Override
  public void handle(HttpRequest request, HttpReply reply) {
    if (options.delivery().closeConnections()) {
      reply.closeAfter();
    }
    if (!ready || refusing()) {
      reply.send(503, JSON, "{\"error\":{\"message\":\"Loading model\",\"code\":503}}");
      return;
    }
    if (!key.admits(request)) {
      reply.send(401, JSON, "{\"error\":\"Unauthorized\"}");
      return;
    }
    Route route = routes.get(request.path());
    if (route == null) {
      reply.send(404, JSON, "{\"detail\":\"Not Found\"}");
    } else if (!route.methods().contains(request.method())) {
      reply.send(405, JSON, "{\"detail\":\"Method Not Allowed\"}");
    } else {
      answer(route.handler(), request, reply);
    }
  }

  private void answer(HttpHandler handler, HttpRequest request, HttpReply reply) {
    try {
      handler.handle(request, reply);
    } catch (ApiError refused) {
      reply.send(refused.status(), JSON, refused.body(options.style(), request.path()));
    }
  }

  /// One address.
  private record Route(Set<String> methods, HttpHandler handler) {}

  private void get(String path, HttpHandler handler) {
    routes.put(path, new Route(Set.of("GET"), handler));
  }

  private void post(String path, HttpHandler handler) {
    routes.put(path, new Route(Set.of("POST"), handler));
  }

  /// Seconds since 1970, as the protocols tell them.
  private static long now() {
    return System.currentTimeMillis() / 1000;
  }

  private boolean refusing() {
    return serving.faults().refuseFor().isPositive() && System.nanoTime() < refuseUntilNanos;
  }

  private void addGeneration() {
    int tokens = defaultTokens();
    generation(
        "/v1/completions",
        body -> GenerationRequest.completion(body, completionTokens()),
        (request, id) -> new OpenAiFormat(false, request, id, now(), tellsCached()));
    generation(
        "/v1/chat/completions",
        body -> GenerationRequest.chat(body, tokens),
        (request, id) -> new OpenAiFormat(true, request, id, now(), tellsCached()));
    generation("/generate", body -> GenerationRequest.sglang(body, tokens), SglangFormat::new);
  }

  /// Where a request leaves the length open: the metronome's own, else some.
  private int defaultTokens() {
    return switch (options.pacing()) {
      case SimOptions.Pacing.Fixed fixed -> fixed.tokens();
      case SimOptions.Pacing.Modelled modelled -> 128;
    };
  }

  /// The completions protocol has a default of its own, 16.
  private int completionTokens() {
    return switch (options.pacing()) {
      case SimOptions.Pacing.Fixed fixed -> fixed.tokens();
      case SimOptions.Pacing.Modelled modelled -> 16;
    };
  }

  private void addReadings() {
    get("/health", (request, reply) -> reply.send(200, TEXT, ""));
    get("/health_generate", (request, reply) -> reply.send(200, TEXT, ""));
    routes.put(
        "/ping", new Route(Set.of("GET", "POST"), (request, reply) -> reply.send(200, TEXT, "")));
    get("/metrics", (request, reply) -> reply.send(200, TEXT, serving.metricsText()));
    get("/v1/models", (request, reply) -> reply.send(200, JSON, models()));
    get("/version", (request, reply) -> reply.send(200, JSON, ServerInfo.version()));
    get("/get_model_info", (request, reply) -> reply.send(200, JSON, ServerInfo.model(options)));
    get("/get_server_info", (request, reply) -> reply.send(200, JSON, ServerInfo.server(options)));
    get("/server_info", (request, reply) -> reply.send(200, JSON, serverInfo()));
    post("/tokenize", this::tokenize);
    post("/detokenize", this::detokenize);
  }

  /// Both engines have the path, with answers of their own.
  private String serverInfo() {
    return options.style() == EngineStyle.VLLM
        ? VllmInfo.text(options)
        : ServerInfo.server(options);
  }

  private void addResets() {
    post(
        "/reset_prefix_cache",
        (request, reply) ->
            reply.send(200, JSON, "{\"success\":%b}".formatted(serving.resetCache())));
    post("/reset_mm_cache", (request, reply) -> reply.send(200, TEXT, ""));
    post("/reset_encoder_cache", (request, reply) -> reply.send(200, TEXT, ""));
    routes.put("/flush_cache", new Route(Set.of("GET", "POST"), this::flush));
  }

  /// SGLang answers 400 when requests are running; the body says the same in words.
  private void flush(HttpRequest request, HttpReply reply) {
    if (serving.resetCache()) {
      reply.send(200, TEXT, "Cache flushed.\nPlease check backend logs for more details.\n");
    } else {
      reply.send(
          400,
          JSON,
          "{\"success\":false,\"message\":\"Cache not flushed: requests are running or"
              + " waiting.\"}");
    }
  }

  private void tokenize(HttpRequest request, HttpReply reply) {
    JsonNode body = Json.read(request.body());
    TokenList tokens =
        body.has("messages")
            ? Words.tokens(GenerationRequest.conversation(body))
            : GenerationRequest.prompt(body.path("prompt"));
    reply.send(
        200,
        JSON,
        "{\"count\":%d,\"max_model_len\":%d,\"tokens\":%s,\"token_strs\":null}"
            .formatted(tokens.count(), options.served().maxModelLength(), tokens));
  }

  private void detokenize(HttpRequest request, HttpReply reply) {
    TokenList tokens = GenerationRequest.prompt(Json.read(request.body()).path("tokens"));
    reply.send(200, JSON, "{\"prompt\":%s}".formatted(Json.text(tokens.text())));
  }

  private String models() {
    String parent = Json.text(options.served().names().getFirst());
    return options.served().names().stream()
        .map(name ->
            "{\"id\":%s,\"object\":\"model\",\"created\":%d,\"owned_by\":\"kneeline-sim\",\"root\":%s,\"max_model_len\":%d}"
                .formatted(Json.text(name), created, parent, options.served().maxModelLength()))
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }

  /// Reads one protocol's body.
  @FunctionalInterface
  private interface Reader {
    GenerationRequest read(JsonNode body);
  }

  /// Makes one protocol's answer.
  @FunctionalInterface
  private interface Writer {
    AnswerFormat format(GenerationRequest request, String id);
  }

  private void generation(String path, Reader reader, Writer writer) {
    post(
        path,
        (request, reply) -> {
          if (serving.refuses()) {
            reply.send(503, JSON, "{\"error\":{\"message\":\"Service Unavailable\",\"code\":503}}");
            return;
          }
          Phase phase = Phase.of(request);
          GenerationRequest asked =
              reader.read(Json.read(request.body())).in(phase).of(options.served().names());
          check(asked);
          int number = serving.nextNumber();
          String given = request.header("x-request-id").orElse("");
          String id = given.isEmpty() ? "%032x".formatted(number) : given;
          serving.submit(asked, writer.format(asked, id), reply, given, phase);
        });
  }

  /// Whether the counts of an answer tell what of its prompts was in the cache.
  private boolean tellsCached() {
    Map<String, String> flags = options.readback().flags();
    return Boolean.parseBoolean(flags.get("enable-prompt-tokens-details"))
        || Boolean.parseBoolean(flags.get("enable-cache-report"));
  }

  /// SGLang serves whatever name a request gives.
  private void check(GenerationRequest asked) {
    boolean known = options.served().names().contains(asked.model());
    if (!known && options.style() != EngineStyle.SGLANG) {
      throw new ApiError(
          404, "NotFoundError", "The model `%s` does not exist.".formatted(asked.model()));
    }
    if (asked.outputTokens() < 1) {
      throw new ApiError(
          400,
          "BadRequestError",
          "max_tokens must be at least 1, got %d.".formatted(asked.outputTokens()));
    }
    asked.prompts().forEach(prompt -> check(prompt.count(), asked.outputTokens()));
  }

  private void check(int prompt, int output) {
    if (prompt == 0) {
      throw new ApiError(400, "BadRequestError", "The prompt is empty.");
    }
    int longest = options.served().maxModelLength();
    if ((long) prompt + output > longest) {
      throw new ApiError(
          400, "BadRequestError", EngineText.tooLong(options.style(), longest, prompt, output));
    }
  }
}
