package dev.kneeline.sim;

import dev.kneeline.wire.Closing;
import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.HttpHead;
import dev.kneeline.wire.HttpResponseParser;
import dev.kneeline.wire.Loop;
import dev.kneeline.wire.MalformedReply;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// One request from a router to a worker, on a connection of its own, and the answer as it comes.
final class Upstream implements ConnectionHandler, HttpResponseParser.Sink {

  /// Hears of the answer: a head, bodies, and then either the end or the failure.
  interface Listener {

    void head(HttpHead head);

    /// The array is only lent.
    void body(byte[] bytes, int from, int to);

    void end();

    /// The worker could not be reached, or broke off.
    void failed(String why);
  }

  private final Listener listener;
  private final HttpResponseParser parser = new HttpResponseParser(this);
  private final Connection connection;
  private boolean over;

  private Upstream(Loop loop, InetSocketAddress worker, byte[] request, Listener listener) {
    this.listener = listener;
    connection = loop.connect(worker, this);
    connection.write(request, 0, request.length);
  }

  /// Sends a request; the listener hears from the loop, never from inside this call.
  ///
  /// @param head request line and headers, each with its line end, without host and length
  static Upstream send(
      Loop loop, InetSocketAddress worker, String head, byte[] body, Listener listener) {
    String lines =
        "%shost: %s:%d\r\nconnection: close\r\ncontent-length: %d\r\n\r\n"
            .formatted(head, worker.getHostString(), worker.getPort(), body.length);
    byte[] start = lines.getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    return new Upstream(loop, worker, request, listener);
  }

  /// Nobody waits for the answer any more: the listener hears nothing from here on.
  void abandon() {
    over = true;
    connection.close();
  }

  @Override
  public void received(Connection from, byte[] bytes, int length, long stampNanos) {
    if (over) {
      return;
    }
    try {
      parser.feed(bytes, 0, length);
    } catch (MalformedReply broken) {
      fail(String.valueOf(broken.getMessage()));
      return;
    }
    if (parser.isComplete()) {
      complete();
    }
  }

  @Override
  public void closed(Connection lost, Closing closing) {
    if (over) {
      return;
    }
    if (parser.end()) {
      complete();
    } else {
      fail(closing.text());
    }
  }

  @Override
  public void head(HttpHead head) {
    listener.head(head);
  }

  @Override
  public void body(byte[] bytes, int from, int to) {
    if (!over) {
      listener.body(bytes, from, to);
    }
  }

  private void complete() {
    abandon();
    listener.end();
  }

  private void fail(String why) {
    abandon();
    listener.failed(why);
  }
}
