package dev.kneeline.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/// A server that misbehaves exactly as told: each request's answer is a piece of code that writes
/// bytes.
final class FaultServer implements AutoCloseable {

  /// What to do with one request.
  interface Script {
    /// @param number of the request, from 0, over all connections
    void answer(int number, Call call) throws IOException, InterruptedException;
  }

  /// One request and the socket to answer on.
  record Call(Socket socket, OutputStream out, String body, int onConnection) {

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /// A whole good streamed answer, chunked.
    void tokens(int count) throws IOException {
      send(STREAM_HEAD);
      for (int i = 0; i < count; i++) {
        chunk(event(i == count - 1));
      }
      chunk(usage(count));
      chunk("data: [DONE]\n\n");
      send("0\r\n\r\n");
    }

    void chunk(String text) throws IOException {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      send(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

  /// What is asked beside the load, and not to be found here.
  private static final List<String> ASIDE = List.of("GET /metrics", "POST /tokenize");

  private static final byte[] NOT_FOUND =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listening;
  private final Script script;
  private final Thread acceptor;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

  FaultServer(Script script) throws IOException {
    this(script, ServerSocketFactory.getDefault());
  }

  FaultServer(Script script, ServerSocketFactory sockets) throws IOException {
    this.script = script;
    this.listening = sockets.createServerSocket(0, 256, InetAddress.getLoopbackAddress());
    this.acceptor = Thread.ofVirtual().start(this::accept);
  }

  static String event(boolean last) {
    return "data: {\"choices\":[{\"index\":0,\"text\":\" ban\",\"finish_reason\":%s}]}\n\n"
        .formatted(last ? "\"length\"" : "null");
  }

  static String usage(int count) {
    return "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":%d}}\n\n"
        .formatted(count);
  }

  int port() {
    return listening.getLocalPort();
  }

  int requests() {
    return requests.get();
  }

  int connections() {
    return connections.get();
  }

  List<String> bodies() {
    return bodies;
  }

  /// Of everything that was asked, beside the load too.
  List<String> heads() {
    return heads;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        socket.setTcpNoDelay(true);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int number = 0; !socket.isClosed(); number++) {
        String body = request(in);
        if (ASIDE.contains(body)) {
          socket.getOutputStream().write(NOT_FOUND);
          continue;
        }
        bodies.add(body);
        script.answer(
            requests.getAndIncrement(), new Call(socket, socket.getOutputStream(), body, number));
      }
    } catch (IOException | InterruptedException clientGone) {
      // As far as this connection goes.
    }
  }

  /// Reads one request and gives its body, or what it asks for beside the load.
  private String request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no further request");
      }
      head.append((char) next);
    }
    heads.add(head.toString());
    int length = 0;
    for (String line : head.toString().split("\r\n")) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return ASIDE.stream().filter(what -> head.indexOf(what) == 0).findFirst().orElse(body);
  }

  /// The port is free, and refuses, only once nobody accepts there any more.
  @Override
  public void close() throws IOException {
    listening.close();
    try {
      acceptor.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
