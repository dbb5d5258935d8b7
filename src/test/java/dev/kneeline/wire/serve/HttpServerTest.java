package dev.kneeline.wire.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kneeline.wire.Loop;
import dev.kneeline.wire.Loops;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

  private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

  private final Loop loop = Loops.best();
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(loop::run);

  @AfterEach
  void stop() throws InterruptedException {
    loop.stop();
    thread.join();
    loop.close();
  }

  @Test
  void pipelined_requests_are_answered_in_order_even_when_the_first_is_answered_late()
      throws Exception {
    List<HttpReply> held = new ArrayList<>();
    int port =
        serve((request, reply) -> {
          if (request.path().equals("/late")) {
            held.add(reply);
          } else {
            reply.send(200, "text/plain", request.path());
          }
        });
    try (Socket socket = new Socket("127.0.0.1", port)) {
      write(
          socket,
          "GET /late HTTP/1.1\r\n\r\n"
              + "GET /b HTTP/1.1\r\n\r\n"
              + "GET /c HTTP/1.1\r\n"
              + "connection: close\r\n\r\n");
      loop.post(() -> answerWhenThere(held));
      String all = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(all).containsSubsequence("/late", "/b", "connection: close", "/c");
    }
  }

  private void answerWhenThere(List<HttpReply> held) {
    if (held.isEmpty()) {
      loop.post(() -> answerWhenThere(held));
    } else {
      held.getFirst().send(200, "text/plain", "/late");
    }
  }

  @Test
  void a_stream_comes_in_chunks_and_a_large_answer_whole() throws Exception {
    byte[] large = "x".repeat(3_000_000).getBytes(US_ASCII);
    ByteBuilder chunk = new ByteBuilder();
    int port =
        serve((request, reply) -> {
          if (request.path().equals("/stream")) {
            reply.startStream("text/event-stream");
            reply.write(chunk.clear().add("y".repeat(255)));
            reply.write(chunk.clear().add("z".repeat(256)));
            reply.end();
          } else {
            reply.send(200, "text/plain", large);
          }
        });
    assertThat(get(port, "/stream"))
        .contains("transfer-encoding: chunked\r\n", "\r\nff\r\ny", "\r\n100\r\nz", "\r\n0\r\n\r\n");
    assertThat(get(port, "/large"))
        .contains("content-length: 3000000\r\n")
        .hasSizeGreaterThan(3_000_000);
  }

  @Test
  void whoever_leaves_early_is_noticed() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    int port =
        serve((request, reply) -> {
          reply.startStream("text/event-stream");
          reply.whenGone(gone::countDown);
        });
    try (Socket socket = new Socket("127.0.0.1", port)) {
      write(socket, "GET / HTTP/1.1\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_cut_stream_is_a_reset_for_the_client() throws Exception {
    int port =
        serve((request, reply) -> {
          reply.startStream("text/event-stream");
          reply.cut();
        });
    assertThatThrownBy(() -> get(port, "/")).isInstanceOf(SocketException.class);
  }

  @Test
  void a_handler_that_throws_is_a_500_and_a_broken_request_a_400() throws Exception {
    int port =
        serve((request, reply) -> {
          throw new IllegalStateException("oh");
        });
    assertThat(get(port, "/")).startsWith("HTTP/1.1 500 ").contains("IllegalStateException: oh");
    try (Socket socket = new Socket("127.0.0.1", port)) {
      write(socket, "nonsense\r\n\r\n");
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("connection: close\r\n");
    }
  }

  @Test
  void a_client_that_asks_first_is_told_to_go_on() throws Exception {
    int port = serve((request, reply) -> reply.send(200, "text/plain", request.text()));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      write(
          socket,
          "POST / HTTP/1.1\r\n"
              + "expect: 100-continue\r\n"
              + "content-length: 2\r\n"
              + "connection: close\r\n\r\n");
      InputStream input = socket.getInputStream();
      assertThat(new String(input.readNBytes(25), US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      write(socket, "ab");
      assertThat(new String(input.readAllBytes(), US_ASCII)).endsWith("\r\n\r\nab");
    }
  }

  @Test
  void a_taken_port_is_refused() throws Exception {
    int port = serve((request, reply) -> {});
    assertThatThrownBy(() ->
            HttpServer.listen(
                loop, new InetSocketAddress("127.0.0.1", port), (request, reply) -> {}, Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }

  private int serve(HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.listen(loop, ANY_PORT, handler, Map.of("x-test", "1"));
    thread.start();
    return server.port();
  }

  private static String get(int port, String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      write(socket, "GET %s HTTP/1.1\r\nconnection: close\r\n\r\n".formatted(path));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }
}
