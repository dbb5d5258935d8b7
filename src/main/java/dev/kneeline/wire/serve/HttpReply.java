package dev.kneeline.wire.serve;

import java.nio.charset.StandardCharsets;

/// The answer to one request: either whole, or a stream of chunks. Used on the loop only.
///
/// After the client has gone every method does nothing, so that callers need not ask first.
public final class HttpReply {

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final ServedConnection connection;
  private boolean keepAlive;
  private boolean streaming;
  private boolean done;
  private Runnable whenGone = () -> {};

  private final long arrivedNanos;

  /// @param arrivedNanos see [#arrivedNanos]
  HttpReply(ServedConnection connection, boolean keepAlive, long arrivedNanos) {
    this.connection = connection;
    this.keepAlive = keepAlive;
    this.arrivedNanos = arrivedNanos;
  }

  /// When the request's last bytes came in, on the scale of `System.nanoTime()`: by the kernel's
  /// stamp where there is one, so that a busy server does not make its own reading part of the
  /// wait.
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /// The connection will close after this answer, which says so in its head.
  public void closeAfter() {
    keepAlive = false;
  }

  /// Runs once if the client closes the connection before the answer is complete.
  public void whenGone(Runnable action) {
    whenGone = action;
  }

  /// Answers at once.
  public void send(int status, String contentType, byte[] body) {
    if (done) {
      return;
    }
    ByteBuilder staged = stageHead(status, contentType);
    staged.add(ascii("content-length: %d\r\n\r\n".formatted(body.length))).add(body);
    connection.write(staged);
    finish();
  }

  /// Answers at once, with text in UTF-8.
  public void send(int status, String contentType, String body) {
    send(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /// Begins a stream; its head is on the wire when this returns.
  public void startStream(String contentType) {
    if (done) {
      return;
    }
    streaming = true;
    ByteBuilder staged = stageHead(200, contentType);
    connection.write(staged.add(ascii("transfer-encoding: chunked\r\n\r\n")));
  }

  /// Writes one chunk of a stream with one write to the socket; the bytes may be reused at once.
  public void write(ByteBuilder chunk) {
    if (done || chunk.length() == 0) {
      return;
    }
    connection.write(stageChunk(chunk));
  }

  private ByteBuilder stageChunk(ByteBuilder chunk) {
    return connection
        .staging()
        .addHex(chunk.length())
        .addLineEnd()
        .add(chunk.bytes(), chunk.length())
        .addLineEnd();
  }

  /// Ends a stream.
  public void end() {
    endWith(connection.staging());
  }

  /// Ends a stream with a last chunk, both with one write to the socket.
  public void end(ByteBuilder chunk) {
    endWith(stageChunk(chunk));
  }

  private void endWith(ByteBuilder staged) {
    if (done) {
      return;
    }
    if (!streaming) {
      throw new IllegalStateException("only a stream that was started can end");
    }
    connection.write(staged.add(LAST_CHUNK));
    finish();
  }

  /// Cuts the connection in mid-answer, as a server does that dies.
  public void cut() {
    if (!done) {
      done = true;
      connection.reset();
    }
  }

  void gone() {
    if (!done) {
      done = true;
      whenGone.run();
    }
  }

  private void finish() {
    done = true;
    connection.answered(keepAlive);
  }

  private ByteBuilder stageHead(int status, String contentType) {
    String line =
        "HTTP/1.1 %d %s\r\ncontent-type: %s\r\n".formatted(status, reason(status), contentType);
    ByteBuilder staged = connection.staging().add(ascii(line)).add(connection.headers());
    return keepAlive ? staged : staged.add(ascii("connection: close\r\n"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }
}
