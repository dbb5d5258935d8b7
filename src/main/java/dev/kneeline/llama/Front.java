package dev.kneeline.llama;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The OpenAI front of the embedded engine: listens at once, answers 503 until it is loaded.
///
/// A thread of the platform serves each request, because it waits inside native code.
final class Front implements AutoCloseable {

  private static final int BACKLOG = 512;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicReference<@Nullable Loaded> loaded = new AtomicReference<>();
  private final Counters counters = new Counters();
  private final AtomicLong answers = new AtomicLong();

  /// @param engine ready to serve
  /// @param name the model's name to clients
  /// @param path the model's file
  record Loaded(Engine engine, String name, String path) {}

  /// Serves a request once the engine is there.
  private interface Handler {
    void handle(HttpExchange exchange, Loaded loaded) throws IOException, InterruptedException;
  }

  private Front(HttpServer server) {
    this.server = server;
  }

  /// Binds the address and begins to answer.
  ///
  /// @throws IOException when the address cannot be bound
  static Front listen(String host, int port) throws IOException {
    // Without it each event of a stream would wait for the client to acknowledge the last one.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    Front front = new Front(HttpServer.create(new InetSocketAddress(host, port), BACKLOG));
    front.start();
    return front;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// From now on requests are served.
  void ready(Loaded engine) {
    loaded.set(engine);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void start() {
    route(
        "/health", "GET", (exchange, engine) -> Replies.json(exchange, 200, "{\"status\":\"ok\"}"));
    route("/v1/models", "GET", Front::models);
    route("/props", "GET", Front::props);
    route("/metrics", "GET", this::metrics);
    route("/tokenize", "POST", Front::tokenize);
    route("/detokenize", "POST", Front::detokenize);
    route("/slots", "POST", Front::eraseOne);
    route("/reset_prefix_cache", "POST", Front::eraseAll);
    route(
        "/v1/completions",
        "POST",
        (exchange, engine) -> {
          CompletionRequest request = CompletionRequest.completion(body(exchange));
          complete(exchange, engine, request, Answer.Kind.COMPLETION);
        });
    route(
        "/v1/chat/completions",
        "POST",
        (exchange, engine) -> {
          CompletionRequest request = CompletionRequest.chat(body(exchange), engine.engine());
          complete(exchange, engine, request, Answer.Kind.CHAT);
        });
    server.createContext("/", exchange -> serve(exchange, Front::notFound));
    server.setExecutor(threads);
    server.start();
  }

  private void route(String path, String method, Handler handler) {
    server.createContext(
        path,
        exchange ->
            serve(
                exchange, exchange.getRequestMethod().equals(method) ? handler : Front::notFound));
  }

  private void serve(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      answer(exchange, handler);
    }
  }

  private void answer(HttpExchange exchange, Handler handler) throws IOException {
    try {
      Loaded engine = loaded.get();
      if (engine == null) {
        throw new RefusedException(503, "unavailable_error", "Loading model");
      }
      handler.handle(exchange, engine);
    } catch (ContextExceededException e) {
      Replies.json(exchange, 400, e.json());
    } catch (RefusedException e) {
      Replies.error(exchange, e.status(), e.type(), String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      Replies.error(exchange, 400, "invalid_request_error", "not JSON: " + e.getOriginalMessage());
    } catch (InterruptedException e) {
      Replies.error(exchange, 503, "unavailable_error", "The server is ending");
    } catch (RuntimeException e) {
      Replies.error(exchange, 500, "server_error", String.valueOf(e.getMessage()));
    }
  }

  private void complete(
      HttpExchange exchange, Loaded loaded, CompletionRequest request, Answer.Kind kind)
      throws IOException, InterruptedException {
    long seconds = System.currentTimeMillis() / 1000;
    Answer answer = new Answer(kind, answers.incrementAndGet(), seconds, loaded.name());
    Completion completion = new Completion(request, answer, loaded.engine(), System::nanoTime);
    try {
      completion.serve(loaded.engine(), exchange);
    } finally {
      counters.add(completion.timings());
    }
  }

  private void metrics(HttpExchange exchange, Loaded loaded) throws IOException {
    String page = counters.page(loaded.engine().slots());
    Replies.text(exchange, "text/plain; version=0.0.4", page);
  }

  private static void models(HttpExchange exchange, Loaded loaded) throws IOException {
    Replies.json(
        exchange,
        200,
        """
        {"object":"list","data":[{"id":%s,"object":"model","owned_by":"kneeline",\
        "max_model_len":%d}]}\
        """
            .formatted(Answer.quoted(loaded.name()), loaded.engine().slotContext()));
  }

  private static void props(HttpExchange exchange, Loaded loaded) throws IOException {
    Replies.json(
        exchange,
        200,
        """
        {"default_generation_settings":{"n_ctx":%d},"total_slots":%d,"model_alias":%s,\
        "model_path":%s,"build_info":%s}\
        """
            .formatted(
                loaded.engine().slotContext(),
                loaded.engine().slots().count(),
                Answer.quoted(loaded.name()),
                Answer.quoted(loaded.path()),
                Answer.quoted(LlamaMain.VERSION)));
  }

  private static void tokenize(HttpExchange exchange, Loaded loaded) throws IOException {
    JsonNode body = body(exchange);
    JsonNode text = body.has("content") ? body.path("content") : body.path("prompt");
    if (!text.isString()) {
      throw RefusedException.invalid("content (or prompt) must be a text");
    }
    // llama-server's name with its default, or vLLM's name with its default.
    boolean withStart =
        body.has("content")
            ? body.path("add_special").asBoolean(false)
            : body.path("add_special_tokens").asBoolean(true);
    List<Integer> tokens = loaded.engine().tokenize(text.asString(), withStart);
    Replies.json(
        exchange,
        200,
        "{\"tokens\":%s,\"count\":%d,\"max_model_len\":%d}"
            .formatted(tokens, tokens.size(), loaded.engine().slotContext()));
  }

  private static void detokenize(HttpExchange exchange, Loaded loaded) throws IOException {
    List<Integer> tokens = CompletionRequest.tokens(body(exchange).path("tokens"));
    String text = Answer.quoted(loaded.engine().detokenize(tokens));
    Replies.json(exchange, 200, "{\"content\":%s,\"prompt\":%s}".formatted(text, text));
  }

  /// `POST /slots/N?action=erase`, as in llama-server.
  private static void eraseOne(HttpExchange exchange, Loaded loaded)
      throws IOException, InterruptedException {
    String number = exchange.getRequestURI().getPath().replaceFirst("^/slots/", "");
    int slots = loaded.engine().slots().count();
    boolean known = number.matches("\\d{1,6}") && Integer.parseInt(number) < slots;
    if (!known || !"action=erase".equals(exchange.getRequestURI().getQuery())) {
      throw RefusedException.invalid("only /slots/N?action=erase with the number of a slot");
    }
    loaded.engine().erase(Integer.parseInt(number));
    Replies.json(exchange, 200, "{\"id_slot\":%s}".formatted(number));
  }

  /// `POST /reset_prefix_cache`, vLLM's name: every slot forgets.
  private static void eraseAll(HttpExchange exchange, Loaded loaded)
      throws IOException, InterruptedException {
    for (int slot = 0; slot < loaded.engine().slots().count(); slot++) {
      loaded.engine().erase(slot);
    }
    Replies.json(exchange, 200, "{\"success\":true}");
  }

  private static void notFound(HttpExchange exchange, Loaded loaded) throws IOException {
    Replies.error(exchange, 404, "not_found_error", "File Not Found");
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    JsonNode body = MAPPER.readTree(exchange.getRequestBody());
    if (!body.isObject()) {
      throw RefusedException.invalid("the body must be a JSON object");
    }
    return body;
  }
}
