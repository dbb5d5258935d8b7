package dev.kneeline.wire.serve;

import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One client's connection: requests in, one answer at a time out.
final class ServedConnection implements ConnectionHandler {

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  /// Beyond this many bytes that it does not read, or sends before its turn, a client is cut off.
  private static final int BACKLOG_LIMIT = 128 * 1024 * 1024;

  private final HttpServer server;
  private final Connection connection;
  private final RequestParser parser = new RequestParser();
  private @Nullable HttpReply reply;
  private boolean finishing;
  private boolean turning;
  private long arrivedNanos;

  ServedConnection(HttpServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  @Override
  public void received(Connection from, byte[] bytes, int length, long stampNanos) {
    if (finishing) {
      return;
    }
    arrivedNanos = stampNanos;
    parser.feed(bytes, length);
    if (parser.buffered() > BACKLOG_LIMIT) {
      reset();
      return;
    }
    next();
  }

  @Override
  public void closed(Connection lost, Closing closing) {
    gone();
  }

  /// Empty, for the bytes of the next write.
  ByteBuilder staging() {
    return server.staging().clear();
  }

  byte[] headers() {
    return server.headers();
  }

  /// Hands over what was staged.
  void write(ByteBuilder staged) {
    connection.write(staged.bytes(), 0, staged.length());
    if (connection.pendingBytes() > BACKLOG_LIMIT) {
      reset();
    }
  }

  /// The answer in hand is complete.
  void answered(boolean keepAlive) {
    reply = null;
    if (keepAlive) {
      next();
    } else {
      finishing = true;
      connection.finish();
    }
  }

  /// Answers requests for as long as whole ones wait and each is answered at once; a loop, because
  /// a thousand pipelined requests must not be a thousand stack frames.
  private void next() {
    if (turning) {
      return;
    }
    turning = true;
    try {
      while (reply == null && !finishing && connection.isOpen()) {
        HttpRequest request = parser.poll();
        if (request == null) {
          if (parser.wantsContinue()) {
            write(staging().add(CONTINUE));
          }
          break;
        }
        HttpReply answer = new HttpReply(this, request.keepAlive(), arrivedNanos);
        reply = answer;
        server.handle(request, answer);
      }
    } catch (HttpProblem problem) {
      HttpReply answer = new HttpReply(this, false, arrivedNanos);
      reply = answer;
      answer.send(problem.status(), "text/plain", problem.getMessage() + "\n");
    } finally {
      turning = false;
    }
  }

  void close() {
    connection.close();
    gone();
  }

  /// Closes so that a client in mid-answer sees a broken stream and not a clean end; one that has
  /// all its answers must not lose the last of them to the reset.
  void reset() {
    if (reply == null) {
      connection.close();
    } else {
      connection.reset();
    }
    gone();
  }

  private void gone() {
    server.forget(this);
    HttpReply unanswered = reply;
    reply = null;
    if (unanswered != null) {
      unanswered.gone();
    }
  }
}
