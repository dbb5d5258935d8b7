package dev.kneeline.llama;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;

/// Serves one completion: hands it to the engine and sends what comes back, by token or whole.
///
/// A client that has gone away is noticed when an event cannot be written; the slot is then freed.
final class Completion {

  private final CompletionRequest request;
  private final Answer answer;
  private final List<Integer> prompt;
  private final int limit;
  private final LongSupplier nanoTime;

  private long begun;
  private long firstToken;
  private long lastToken;
  private int tokens;

  /// @throws RefusedException when the prompt leaves no room for a token
  Completion(CompletionRequest request, Answer answer, Engine engine, LongSupplier nanoTime) {
    this.request = request;
    this.answer = answer;
    this.nanoTime = nanoTime;
    this.prompt = engine.tokens(request.prompt());
    int room = engine.slotContext() - prompt.size();
    if (room < 1) {
      throw new ContextExceededException(prompt.size(), engine.slotContext());
    }
    // The engine calls a full context an error; llama-server ends the answer there, and so do we.
    int asked = request.sampling().limit();
    this.limit = asked < 0 ? room : Math.min(asked, room);
  }

  void serve(Engine engine, HttpExchange exchange) throws IOException, InterruptedException {
    begun = nanoTime.getAsLong();
    firstToken = begun;
    lastToken = begun;
    Generation generation = engine.generate(prompt, request.sampling().withLimit(limit));
    try {
      if (request.stream()) {
        stream(generation, exchange);
      } else {
        whole(generation, exchange);
      }
    } finally {
      generation.abandon();
    }
  }

  Timings timings() {
    return new Timings(prompt.size(), firstToken - begun, tokens, lastToken - firstToken);
  }

  private void stream(Generation generation, HttpExchange exchange)
      throws IOException, InterruptedException {
    String piece = next(generation);
    // Only now, so that an error of the engine can still be answered with its own status.
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      boolean first = true;
      while (generation.hasNext()) {
        if (!piece.isEmpty()) {
          send(out, answer.piece(piece, first, prompt.size(), tokens, request.runningUsage()));
          first = false;
        }
        piece = next(generation);
      }
      send(out, answer.end(reason(), timings()));
      if (request.usage()) {
        send(out, answer.counts(timings()));
      }
      send(out, "[DONE]");
    }
  }

  private void whole(Generation generation, HttpExchange exchange)
      throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    while (generation.hasNext()) {
      text.append(next(generation));
    }
    Replies.json(exchange, 200, answer.whole(text.toString(), reason(), timings()));
  }

  private String next(Generation generation) throws InterruptedException {
    String piece = generation.next();
    if (generation.tokens() > tokens) {
      tokens = generation.tokens();
      lastToken = nanoTime.getAsLong();
      if (tokens == 1) {
        firstToken = lastToken;
      }
    }
    return piece;
  }

  /// The engine does not say why it stopped, but short of the limit only its end or a stop text do.
  private String reason() {
    return tokens < limit ? "stop" : "length";
  }

  private static void send(OutputStream out, String event) throws IOException {
    out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
