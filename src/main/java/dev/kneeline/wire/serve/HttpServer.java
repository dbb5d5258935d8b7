package dev.kneeline.wire.serve;

import dev.kneeline.wire.Connection;
import dev.kneeline.wire.ConnectionHandler;
import dev.kneeline.wire.Listener;
import dev.kneeline.wire.Loop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// An HTTP/1.1 server on a loop: its handler and everything that answers run on the loop's thread,
/// so none of them needs a lock.
///
/// Connections are kept alive as the client asks; pipelined requests are answered in order.
public final class HttpServer {

  /// A whole wave of clients may connect within one turn of the loop.
  private static final int LISTEN_BACKLOG = 4096;

  private final HttpHandler handler;
  private final byte[] headers;
  private final Set<ServedConnection> connections = new HashSet<>();
  private final ByteBuilder staging = new ByteBuilder();
  private final Listener listener;

  private HttpServer(
      Loop loop, InetSocketAddress address, HttpHandler handler, Map<String, String> headers)
      throws IOException {
    this.handler = handler;
    this.headers =
        headers.entrySet().stream()
            .map(header -> "%s: %s\r\n".formatted(header.getKey(), header.getValue()))
            .sorted()
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.ISO_8859_1);
    listener = loop.listen(address, LISTEN_BACKLOG, this::accept);
  }

  /// Listens at once; answers once the loop runs. Port 0 takes a free one.
  ///
  /// @param headers sent with each answer
  /// @throws IOException when the address is taken or not of this machine
  public static HttpServer listen(
      Loop loop, InetSocketAddress address, HttpHandler handler, Map<String, String> headers)
      throws IOException {
    return new HttpServer(loop, address, handler, headers);
  }

  /// The port in use, which is the free one that was found if 0 was asked for.
  public int port() {
    return listener.port();
  }

  /// Stops listening and closes every connection in order.
  public void close() {
    listener.close();
    List.copyOf(connections).forEach(ServedConnection::close);
  }

  /// Ends as a killed process does: every connection is reset.
  public void abort() {
    listener.close();
    List.copyOf(connections).forEach(ServedConnection::reset);
  }

  ByteBuilder staging() {
    return staging;
  }

  byte[] headers() {
    return headers;
  }

  void forget(ServedConnection connection) {
    connections.remove(connection);
  }

  void handle(HttpRequest request, HttpReply reply) {
    try {
      handler.handle(request, reply);
    } catch (RuntimeException fault) {
      reply.send(500, "text/plain", fault + "\n");
    }
  }

  private ConnectionHandler accept(Connection connection) {
    ServedConnection served = new ServedConnection(this, connection);
    connections.add(served);
    return served;
  }
}
