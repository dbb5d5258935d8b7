package dev.kneeline.llama;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Complete responses: a document or an error, in llama-server's shapes.
final class Replies {

  private Replies() {}

  static void json(HttpExchange exchange, int status, String document) throws IOException {
    send(exchange, status, "application/json; charset=utf-8", document);
  }

  static void error(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    json(
        exchange,
        status,
        "{\"error\":{\"code\":%d,\"message\":%s,\"type\":%s}}"
            .formatted(status, Answer.quoted(message), Answer.quoted(type)));
  }

  static void text(HttpExchange exchange, String contentType, String text) throws IOException {
    send(exchange, 200, contentType, text);
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
