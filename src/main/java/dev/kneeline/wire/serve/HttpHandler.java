package dev.kneeline.wire.serve;

/// Answers requests. Called on the server's loop, so it must not block; it may keep the reply and
/// answer later, from the loop.
@FunctionalInterface
public interface HttpHandler {

  /// Answers, or starts to. Whatever it throws becomes a 500 with the message.
  void handle(HttpRequest request, HttpReply reply);
}
